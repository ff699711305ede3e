package council

import "testing"

// TestNegations holds words whose meaning a neighbour turns.
func TestNegations(t *testing.T) {
	for words, want := range map[string]Outcome{
		"nicht gewählt": OutcomeRejected, "nicht genehmigt": OutcomeRejected, "Empfehlung: Ablehnung": OutcomeNotRecommended,
		"zur Ablehnung empfohlen": OutcomeNotRecommended, "vorberaten mit Änderungen": OutcomeRecommendedAmended, "vorberaten ohne Änderungen": OutcomeRecommended,
		"nicht abgelehnt": OutcomeOther, "nicht vertagt": OutcomeOther, "wird nicht zurückgezogen": OutcomeOther, "nicht zur Kenntnis genommen": OutcomeOther,
		"Vertagung abgelehnt": OutcomeOther, "Zurückstellung abgelehnt": OutcomeOther, "Änderungsantrag abgelehnt, Vorlage beschlossen": OutcomeOther,
		"einstimmiger Beschluss": OutcomeAdopted, "ohne Änderungen beschlossen": OutcomeAdopted,
	} {
		if got, _ := (&Vocabulary{}).Outcome(words); got != want {
			t.Errorf("%q is %s, want %s", words, got, want)
		}
	}
}
