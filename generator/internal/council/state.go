package council

// State says where a matter stands. It is derived from the Beratungsfolge,
// never typed.
type State string

// The states, in the order of a matter's life.
const (
	StateIntroduced   State = "introduced"      // brought in, no station yet
	StateConsultation State = "consultation"    // on its way
	StatePostponed    State = "postponed"       // put off without a later station
	StateAdopted      State = "adopted"         // resolved as proposed
	StateAmended      State = "adopted-amended" // resolved with changes
	StatePartly       State = "adopted-in-part" // resolved in part
	StateRejected     State = "rejected"
	StateNoted        State = "noted"    // for information, and taken note of
	StateAnswered     State = "answered" // a question with a published answer
	StateSettled      State = "settled"  // dealt with without a resolution
	StateWithdrawn    State = "withdrawn"
	StateLapsed       State = "lapsed"    // its electoral term ended before a decision
	StateNoResult     State = "no-result" // dealt with, but no result is published
	StateOther        State = "other"     // a result whose words are unknown
)

// States returns all states in display order.
func States() []State {
	return []State{StateIntroduced, StateConsultation, StatePostponed, StateAdopted, StateAmended, StatePartly,
		StateRejected, StateNoted, StateAnswered, StateSettled, StateWithdrawn, StateLapsed, StateNoResult, StateOther}
}

// Open tells that the matter still waits for something.
func (s State) Open() bool {
	return s == StateIntroduced || s == StateConsultation || s == StatePostponed
}

// stateOf maps the outcome of the station that ends a matter.
var stateOf = map[Outcome]State{
	OutcomeAdopted: StateAdopted, OutcomeElected: StateAdopted,
	OutcomeAdoptedAmended: StateAmended, OutcomeAdoptedInPart: StatePartly,
	OutcomeRejected: StateRejected, OutcomeNoted: StateNoted, OutcomeSettled: StateSettled,
	OutcomeNoVote: StateSettled, OutcomeWithdrawn: StateWithdrawn,
	OutcomePostponed: StatePostponed, OutcomeDeferred: StatePostponed,
	OutcomeReferred: StateConsultation, OutcomeRemoved: StateConsultation,
	OutcomeRecommended: StateConsultation, OutcomeRecommendedAmended: StateConsultation, OutcomeNotRecommended: StateConsultation,
	OutcomeOther: StateOther,
}

// deciding returns the station that settles the matter: the last one whose
// role is a decision and that has a result; else the last one whose role is a
// decision; else the last. It is nil without stations.
func deciding(stations []*Consultation) *Consultation {
	var decision, last *Consultation
	for _, s := range stations {
		last = s
		if s.Role.decides() && (decision == nil || s.ResultWords != "" || decision.ResultWords == "") {
			decision = s
		}
	}
	if decision != nil {
		return decision
	}
	return last
}

// Settled is the station whose result the state of the paper repeats; nil when
// the matter goes on, or something else ended it, such as an answer or the end
// of an electoral term.
func (p *Paper) Settled() *Consultation {
	d := p.Deciding
	if d == nil || !d.Public || p.Withdrawn != nil || p.State == StateConsultation || d.Outcome == OutcomeNone || stateOf[d.Outcome] != p.State {
		return nil
	}
	return d
}

func (r Role) decides() bool {
	return r == RoleDecision || r == RoleElection || r == RoleApproval
}

// prepares tells that the body does not decide at this station.
func (r Role) prepares() bool {
	switch r {
	case RolePreliminary, RoleRecommendation, RoleHearing, RoleStatement, RoleIntroduction:
		return true
	}
	return false
}

// recommended turns what a preparing body did into what it recommends.
var recommended = map[Outcome]Outcome{
	OutcomeAdopted: OutcomeRecommended, OutcomeAdoptedAmended: OutcomeRecommendedAmended,
	OutcomeAdoptedInPart: OutcomeRecommendedAmended, OutcomeRejected: OutcomeNotRecommended,
}

// state derives where a paper stands on the day today.
func state(p *Paper, today Date) State {
	s := rawState(p, today)
	if s.Open() && p.Term != nil && p.Term.To != 0 && p.Term.To < today && !later(p, p.Term.To) {
		return StateLapsed
	}
	return s
}

// later tells that the matter went on after the day.
func later(p *Paper, day Date) bool {
	for _, c := range p.Consultations {
		if c.Date > day {
			return true
		}
	}
	return false
}

func rawState(p *Paper, today Date) State {
	if p.Withdrawn != nil {
		return StateWithdrawn
	}
	end := p.Deciding
	if end == nil {
		if p.Kind == KindQuestion && len(p.AnsweredBy) > 0 {
			return StateAnswered
		}
		return StateIntroduced
	}
	s := StateNoResult
	switch {
	case end.Outcome != OutcomeNone:
		s = stateOf[end.Outcome]
	case end.Date == 0 || end.Date >= today || end.CalledOff():
		s = StateConsultation
	}
	if p.Kind == KindQuestion && len(p.AnsweredBy) > 0 && (s.Open() || s == StateNoResult || s == StateNoted) {
		return StateAnswered
	}
	// A matter that was put off and has a further station goes on.
	if s == StatePostponed {
		for _, c := range p.Consultations {
			if c != end && (c.Date == 0 || c.Date > end.Date) {
				return StateConsultation
			}
		}
	}
	return s
}

// Status is the state of a meeting (OParl "meetingState").
type Status string

// The states of a meeting.
const (
	StatusScheduled Status = "scheduled"
	StatusInvited   Status = "invited"
	StatusHeld      Status = "held"
	StatusCancelled Status = "cancelled"
)

// statusWords are the words of meeting states in both languages, folded.
var statusWords = map[string]Status{
	"scheduled": StatusScheduled, "terminiert": StatusScheduled, "geplant": StatusScheduled,
	"invited": StatusInvited, "eingeladen": StatusInvited,
	"held": StatusHeld, "durchgeführt": StatusHeld, "stattgefunden": StatusHeld,
	"cancelled": StatusCancelled, "canceled": StatusCancelled, "abgesagt": StatusCancelled, "entfallen": StatusCancelled,
	"ausgefallen": StatusCancelled,
}

// ParseStatus reads the word for a meeting's state; ok is false for a word
// that it does not know.
func ParseStatus(words string) (s Status, ok bool) {
	s, ok = statusWords[fold(words)]
	return s, ok
}

// Minutes says how far the minutes of a meeting are.
type Minutes string

// The states of minutes; "" when there are none.
const (
	MinutesDraft    Minutes = "draft"
	MinutesApproved Minutes = "approved"
)

// Choice is one person's vote.
type Choice string

// The choices of a roll call.
const (
	ChoiceYes     Choice = "yes"
	ChoiceNo      Choice = "no"
	ChoiceAbstain Choice = "abstain"
	ChoiceBiased  Choice = "biased"
	ChoiceAbsent  Choice = "absent"
	ChoiceOther   Choice = "other"
)

// choiceWords are the words of a roll call in both languages, folded.
var choiceWords = map[string]Choice{
	"yes": ChoiceYes, "ja": ChoiceYes, "dafür": ChoiceYes, "no": ChoiceNo, "nein": ChoiceNo, "dagegen": ChoiceNo,
	"abstain": ChoiceAbstain, "enthaltung": ChoiceAbstain, "enthalten": ChoiceAbstain, "enth.": ChoiceAbstain,
	"biased": ChoiceBiased, "befangen": ChoiceBiased,
	"absent": ChoiceAbsent, "abwesend": ChoiceAbsent, "entschuldigt": ChoiceAbsent, "nicht anwesend": ChoiceAbsent, "fehlt": ChoiceAbsent,
}

// ParseChoice reads one person's vote, ChoiceOther for unknown words.
func ParseChoice(words string) Choice {
	if c, ok := choiceWords[fold(words)]; ok {
		return c
	}
	return ChoiceOther
}
