package council

// The tables of words. Rules are tried in order; the first that fits counts.
// What negates or replaces a decision stands before the decision itself:
// "nicht empfohlen" before "empfohlen", "ohne Beschlussfassung geschoben"
// before "beschlossen", "verwiesen" before the vote on it.

var majorityRules = []rule[Majority]{
	{meaning: MajorityTie, any: []string{"stimmengleichheit", "stimmengleich", "patt", "tie", "tied"}},
	{meaning: MajorityConsensus, any: []string{"einvernehmlich", "einvernehmen", "konsens", "consensus"}},
	{meaning: MajorityMajority, any: []string{"mehrheitlich*", "mehrheit", "stimmenmehrheit", "majority"}},
	{meaning: MajorityUnanimous, any: []string{"einstimmig*", "unanimous*"}, not: []string{"nicht einstimmig"}},
}

var outcomeRules = []rule[Outcome]{
	// A motion on the procedure failed, or two things were voted on: what
	// became of the matter is not said.
	{meaning: OutcomeOther, any: []string{"nicht vertagt", "nicht zurückgezogen", "nicht abgesetzt", "nicht zurückgestellt", "nicht verwiesen", "nicht abgelehnt", "nicht zur kenntnis"}},
	{meaning: OutcomeOther, all: []string{"abgelehnt"}, any: []string{"vertagung", "zurückstellung", "absetzung"}},

	// Nothing was decided.
	{meaning: OutcomeNoted, any: []string{"kein beschluss nur bericht", "nur bericht"}},
	{meaning: OutcomeWithdrawn, any: []string{"zurückgezogen", "zurückgenommen", "withdrawn"}},
	{meaning: OutcomeOther, all: []string{"verweisung"}, any: []string{"abgelehnt"}},
	{meaning: OutcomeRemoved, any: []string{"abgesetzt", "lag nicht vor", "von der tagesordnung genommen", "removed", "entfallen", "entfällt"}},
	{meaning: OutcomePostponed, any: []string{"vertagt", "vertagung", "geschoben", "verschoben", "postponed", "adjourned"}},
	{meaning: OutcomeDeferred, any: []string{"zurückgestellt", "zurückstellung", "deferred"}},
	{meaning: OutcomeNoVote, any: []string{"keine abstimmung", "nicht zur abstimmung gestellt", "ohne abstimmung", "ohne ergebnis", "kein beschluss", "ohne beschluss", "ohne beschlussfassung", "no vote"}},

	// It went elsewhere; the vote was on that.
	{meaning: OutcomeReferred, any: []string{"verwiesen", "verweisung", "überwiesen", "zurückverwiesen", "weiterbehandlung", "weitere beratung", "weiterberatung", "weitergeleitet", "referred"}},

	// Somebody took note.
	{meaning: OutcomeSettled, any: []string{"erledigt", "gegenstandslos", "gilt als behandelt", "mit stellungnahme einverstanden", "durch stellungnahme", "settled",
		"in beschlussvorlage übernommen", "in modifizierte beschlussvorlage übernommen"}},
	{meaning: OutcomeAdopted, all: []string{"zur kenntnis genommen"}, any: []string{"zustimmung", "zugestimmt", "beschlossen"}},
	{meaning: OutcomeNoted, any: []string{"kenntnisnahme", "zur kenntnis", "kenntnis genommen", "zur kenntnis gegeben", "noted", "bekannt gegeben", "bekanntgegeben", "berichtet"}},

	// Recommendations.
	{meaning: OutcomeNotRecommended, any: []string{"nicht empfohlen", "nicht zur annahme empfohlen", "ablehnung empfohlen", "empfehlung ablehnung", "not recommended", "keine empfehlung"}},
	{meaning: OutcomeRecommendedAmended, all: []string{"*empfohlen"}, any: []string{"geändert", "geänderte*", "mit änderungen", "modifiziert*"}},
	{meaning: OutcomeRecommendedAmended, all: []string{"vorberaten", "mit änderungen"}},
	{meaning: OutcomeRecommended, any: []string{"empfohlen", "empfehlung", "vorberaten", "vorberaten ohne änderungen", "recommended"}},

	// Decisions.
	{meaning: OutcomeAdoptedInPart, any: []string{"teilweise", "teils", "in part", "in teilen", "zum teil"}},
	{meaning: OutcomeOther, all: []string{"abgelehnt"}, any: []string{"beschlossen", "zugestimmt", "angenommen"}},
	{meaning: OutcomeRejected, any: []string{"abgelehnt", "ablehnung", "nicht gewählt", "nicht beschlossen", "nicht zugestimmt", "keine zustimmung", "nicht angenommen", "nicht genehmigt", "keine mehrheit", "nicht einverstanden", "rejected", "defeated"}},
	{meaning: OutcomeAdoptedAmended, any: []string{"geändert", "geänderte*", "geändertem", "abgeändert", "mit änderungen", "mit änderung", "modifizierte*", "modifiziert", "mit ergänzungen", "ergänzt", "as amended", "amended"}},
	{meaning: OutcomeElected, any: []string{"gewählt", "wiedergewählt", "bestellt", "elected"}},
	{meaning: OutcomeAdopted, any: []string{"beschlossen", "zugestimmt", "zustimmung", "genehmigt", "genehmigung", "angenommen", "annahme", "ungeändert", "unverändert", "einverstanden", "adopted", "approved", "agreed", "carried", "stattgegeben", "gefasst", "einstimmiger beschluss", "mehrheitlicher beschluss"}},
}

var roleRules = []rule[Role]{
	{meaning: RoleUnknown, any: []string{"unbekannt", "unknown"}},
	{meaning: RolePreliminary, any: []string{"vorberat*", "vorberatung"}},
	{meaning: RoleRecommendation, any: []string{"empfehlung*", "empfehlend", "beschlussempfehlung", "recommendation"}},
	{meaning: RoleApproval, any: []string{"genehmigung", "approval"}},
	{meaning: RoleHearing, any: []string{"anhörung", "hearing"}},
	{meaning: RoleStatement, any: []string{"stellungnahme", "statement"}},
	{meaning: RoleIntroduction, any: []string{"einbringung", "lesung", "introduction"}},
	{meaning: RoleElection, any: []string{"wahl", "election"}},
	{meaning: RoleDecision, any: []string{"entscheidung", "entscheidend", "beschlussfassung", "beschluss", "beschließend", "vorbehaltsbeschluss", "decision"}},
	{meaning: RoleInformation, any: []string{"kenntnisnahme", "kenntnis", "information", "bericht"}},
	{meaning: RolePreliminary, any: []string{"beratung", "beratend", "behandlung", "preliminary", "consultation"}},
}

var bodyRules = []rule[Body]{
	{meaning: BodyDistrict, any: []string{"ortschaftsrat", "ortsrat", "ortsbeirat", "bezirksvertretung", "bezirksrat", "bezirksbeirat", "bezirksausschuss", "stadtteilbeirat", "stadtbezirksrat", "ortsteilrat"}},
	{meaning: BodyAdvisory, any: []string{"*beirat"}},
	{meaning: BodyCommittee, any: []string{"*ausschuss", "*ausschuß", "committee"}},
}

var kindRules = []rule[Kind]{
	{meaning: KindPetition, any: []string{"bürgerantrag", "einwohnerantrag", "anregung", "anregungen", "petition", "beschwerde", "bürgeranregung", "bürgerbegehren"}},
	{meaning: KindAmendment, any: []string{"änderungs-", "änderungsantrag", "ergänzungsantrag", "zusatzantrag", "ergänzungsvorlage", "änderungsvorlage", "amendment", "änderungsanträge"}},
	{meaning: KindAnswer, any: []string{"stellungnahme", "stellungnahmen", "beantwortung", "antwort", "anfragenbeantwortung", "answer", "statement"}},
	{meaning: KindQuestion, any: []string{"*anfrage", "*anfragen", "einwohnerfrage", "question"}},
	{meaning: KindMinutes, any: []string{"niederschrift", "protokoll", "auszug", "sitzungsniederschrift", "minutes"}},
	{meaning: KindElection, any: []string{"wahlvorschlag", "wahl", "besetzung", "umbesetzung", "election", "nomination"}},
	{meaning: KindDisplay, any: []string{"offenlage", "öffentliche auslegung", "auslegung", "public display"}},
	{meaning: KindMotion, any: []string{"*antrag", "*anträge", "resolution", "resolutionsentwurf", "motion"}},
	{meaning: KindBudget, any: []string{"haushalt*", "haushaltsplan", "nachtragshaushalt", "wirtschaftsplan", "budget"}},
	{meaning: KindBylaw, any: []string{"*satzung", "bylaw", "verordnung"}},
	{meaning: KindInformation, any: []string{"information*", "bericht*", "*bericht", "mitteilung*", "bekanntgabe", "kenntnisgabe", "report"}},
	{meaning: KindProposal, any: []string{"*vorlage", "*vorlagen", "beschlussvorschlag", "proposal"}},
}
