package council

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Role is what a body does at a station (OParl Consultation "role").
type Role string

// The roles, in display order.
const (
	RoleDecision       Role = "decision"
	RoleInformation    Role = "information"
	RolePreliminary    Role = "preliminary"
	RoleRecommendation Role = "recommendation"
	RoleHearing        Role = "hearing"
	RoleStatement      Role = "statement"
	RoleApproval       Role = "approval"
	RoleIntroduction   Role = "introduction"
	RoleElection       Role = "election"
	RoleUnknown        Role = "unknown"
)

// Outcome is what came out at a station.
type Outcome string

// The outcomes, in display order. OutcomeNone means that no result is
// published, OutcomeOther that its words are unknown.
const (
	OutcomeAdopted            Outcome = "adopted"
	OutcomeAdoptedAmended     Outcome = "adopted-amended"
	OutcomeAdoptedInPart      Outcome = "adopted-in-part"
	OutcomeRejected           Outcome = "rejected"
	OutcomeRecommended        Outcome = "recommended"
	OutcomeRecommendedAmended Outcome = "recommended-amended"
	OutcomeNotRecommended     Outcome = "not-recommended"
	OutcomeElected            Outcome = "elected"
	OutcomeNoted              Outcome = "noted"
	OutcomeSettled            Outcome = "settled"
	OutcomePostponed          Outcome = "postponed"
	OutcomeDeferred           Outcome = "deferred"
	OutcomeReferred           Outcome = "referred"
	OutcomeRemoved            Outcome = "removed"
	OutcomeWithdrawn          Outcome = "withdrawn"
	OutcomeNoVote             Outcome = "no-vote"
	OutcomeOther              Outcome = "other"
	OutcomeNone               Outcome = "none"
)

// Majority is how clear a vote was; "" when the words do not say.
type Majority string

// The majorities. Unanimity occurs with rejections too.
const (
	MajorityUnanimous Majority = "unanimous"
	MajorityMajority  Majority = "majority"
	MajorityTie       Majority = "tie"
	MajorityConsensus Majority = "consensus"
)

// Kind is the kind of a paper, derived from its printed type.
type Kind string

// The kinds, in display order.
const (
	KindProposal    Kind = "proposal"
	KindInformation Kind = "information"
	KindMotion      Kind = "motion"
	KindAmendment   Kind = "amendment"
	KindQuestion    Kind = "question"
	KindAnswer      Kind = "answer"
	KindPetition    Kind = "petition"
	KindMinutes     Kind = "minutes"
	KindBudget      Kind = "budget"
	KindBylaw       Kind = "bylaw"
	KindElection    Kind = "election"
	KindDisplay     Kind = "display"
	KindOther       Kind = "other"
)

// Body is what kind of body a committee is.
type Body string

// The kinds of bodies.
const (
	BodyCouncil   Body = "council"   // decides last
	BodyDistrict  Body = "district"  // speaks or decides for a part of the city
	BodyAdvisory  Body = "advisory"  // advises without a vote on the matter
	BodyCommittee Body = "committee" // prepares, or decides what was handed to it
	BodyOther     Body = "other"
)

// Body derives the kind from Council, Kind and Name. What stands for a
// district is no advisory board: "Ortsbeirat".
func (c *Committee) Body() Body {
	if c.Council {
		return BodyCouncil
	}
	name := plainWords(c.Kind + " " + c.Name)
	if r := match(bodyRules, name); r != nil {
		return r.meaning
	}
	return BodyOther
}

// Roles returns all roles in display order.
func Roles() []Role {
	return []Role{RoleDecision, RoleInformation, RolePreliminary, RoleRecommendation, RoleHearing, RoleStatement,
		RoleApproval, RoleIntroduction, RoleElection, RoleUnknown}
}

// Outcomes returns all outcomes in display order.
func Outcomes() []Outcome {
	return []Outcome{OutcomeAdopted, OutcomeAdoptedAmended, OutcomeAdoptedInPart, OutcomeRejected, OutcomeRecommended,
		OutcomeRecommendedAmended, OutcomeNotRecommended, OutcomeElected, OutcomeNoted, OutcomeSettled, OutcomePostponed,
		OutcomeDeferred, OutcomeReferred, OutcomeRemoved, OutcomeWithdrawn, OutcomeNoVote, OutcomeOther, OutcomeNone}
}

// Kinds returns all kinds in display order.
func Kinds() []Kind {
	return []Kind{KindProposal, KindInformation, KindMotion, KindAmendment, KindQuestion, KindAnswer, KindPetition,
		KindMinutes, KindBudget, KindBylaw, KindElection, KindDisplay, KindOther}
}

// Final tells that an outcome of the deciding body is a decision on the
// substance: adopted in whole or part, rejected, elected.
func (o Outcome) Final() bool {
	switch o {
	case OutcomeAdopted, OutcomeAdoptedAmended, OutcomeAdoptedInPart, OutcomeRejected, OutcomeElected:
		return true
	}
	return false
}

// Voted tells that such an outcome comes of a vote on the substance, also where a
// body only recommends.
func (o Outcome) Voted() bool {
	return o.Final() || o == OutcomeRecommended || o == OutcomeRecommendedAmended || o == OutcomeNotRecommended
}

// Vocabulary derives canonical values from the council's own words. The zero
// Vocabulary knows the built-in words; it is safe for concurrent use.
type Vocabulary struct {
	roles    map[string]Role
	outcomes map[string]Outcome
	kinds    map[string]Kind

	cache  sync.Map // results by words: a city uses the same few thousands of times
	cached atomic.Int64
}

// cacheLimit bounds the memory that ever new words can take.
const cacheLimit = 10_000

// NewVocabulary returns a Vocabulary that knows a city's own words before the
// built-in ones. They are compared without regard to case and spaces.
func NewVocabulary(roles map[string]Role, outcomes map[string]Outcome, kinds map[string]Kind) *Vocabulary {
	return &Vocabulary{roles: folded(roles), outcomes: folded(outcomes), kinds: folded(kinds)}
}

func folded[T any](m map[string]T) map[string]T {
	out := make(map[string]T, len(m))
	for word, meaning := range m {
		out[plainWords(word)] = meaning
	}
	return out
}

// plainWords makes spellings equal: lower case, composed letters, single
// spaces, no punctuation but hyphens, no invisible characters.
func plainWords(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, s)
	s = norm.NFC.String(strings.ToLower(s))
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(".,;:!?()[]„“\"'–—/+", r)
	}), " ")
}

type cacheKey struct {
	table byte
	words string
}

func cachedIn[T any](v *Vocabulary, table byte, words string, derive func() T) T {
	key := cacheKey{table, words}
	if done, ok := v.cache.Load(key); ok {
		return done.(T)
	}
	result := derive()
	if v.cached.Add(1) <= cacheLimit {
		v.cache.Store(key, result)
	}
	return result
}

// Role derives the role that words name, RoleUnknown for unknown or no words.
func (v *Vocabulary) Role(words string) Role {
	return cachedIn(v, 'r', words, func() Role {
		plain := plainWords(words)
		if r, ok := v.roles[plain]; ok {
			return r
		}
		if rule := match(roleRules, plain); rule != nil {
			return rule.meaning
		}
		return RoleUnknown
	})
}

// Kind derives the kind that a printed type names, KindOther when unknown.
func (v *Vocabulary) Kind(words string) Kind {
	return cachedIn(v, 'k', words, func() Kind {
		plain := plainWords(words)
		if k, ok := v.kinds[plain]; ok {
			return k
		}
		if rule := match(kindRules, plain); rule != nil {
			return rule.meaning
		}
		return KindOther
	})
}

type verdict struct {
	outcome  Outcome
	majority Majority
}

// Outcome derives what a result's words say: OutcomeNone for no words,
// OutcomeOther for unknown ones. The majority is a second axis; where it
// belongs to a vote on the procedure ("einstimmig verwiesen") it is given all
// the same, since that is what was voted on.
func (v *Vocabulary) Outcome(words string) (Outcome, Majority) {
	d := cachedIn(v, 'o', words, func() verdict {
		plain := plainWords(words)
		if plain == "" || plain == "-" {
			return verdict{OutcomeNone, ""}
		}
		d := verdict{OutcomeOther, majority(plain)}
		if o, ok := v.outcomes[plain]; ok {
			d.outcome = o
		} else if rule := match(outcomeRules, plain); rule != nil {
			d.outcome = rule.meaning
		} else if d.majority == MajorityTie {
			d.outcome = OutcomeRejected // a motion needs more votes for than against it
		} else if bareVote.MatchString(plain) && !(d.majority == MajorityUnanimous && opposed.MatchString(plain)) {
			d.outcome = OutcomeAdopted
		} else if votesOnly(plain) {
			d.outcome = outcomeOfVote(words, d.majority)
		}
		if d.outcome == OutcomeSettled || d.outcome == OutcomeNoted {
			d.majority = "" // it was not the substance that was voted on
		}
		return d
	})
	return d.outcome, d.majority
}

// bareVote is how most minutes put a decision: its majority and, at most, how
// many abstained or were against. The vote is on the proposal, so it was adopted.
var bareVote = regexp.MustCompile(`^(?:einstimmig|mehrheitlich)(?: (?:dafür|bei|mit|ohne|und|keine[rn]?|eine[rn]?|\d+|(?:stimm)?enthaltung(?:en)?|entahltung(?:en)?|gegenstimmen?))*$`)

// opposed contradicts unanimity.
var opposed = regexp.MustCompile(`(?:[1-9]\d*|\beine[rn]?|\b(?:bei|mit)) gegenstimmen?`)

// outcomeOfVote says how a vote given only in numbers ended. Votes in favour
// alone say so only beside a majority.
func outcomeOfVote(words string, m Majority) Outcome {
	t, ok := ParseVote(words)
	switch {
	case ok && m != "" && t.Yes.Int() > 0 && !t.No.Known():
		return OutcomeAdopted
	case !ok || !t.Yes.Known() || !t.No.Known():
		return OutcomeOther
	case t.Yes.Int() > t.No.Int():
		return OutcomeAdopted
	}
	return OutcomeRejected
}

func votesOnly(plain string) bool { return strings.ContainsAny(plain, "0123456789") }

// match returns the first rule that fits.
func match[T any](rules []rule[T], plain string) *rule[T] {
	words := strings.Fields(plain)
	for i := range rules {
		if rules[i].fits(plain, words) {
			return &rules[i]
		}
	}
	return nil
}

// rule gives a meaning to words. Every one of all must occur, at least one of
// any (when there are some), none of not. A pattern stands for a whole word;
// with * for any beginning or end ("*ausschuss"); with a space for a phrase.
type rule[T any] struct {
	meaning T
	all     []string
	any     []string
	not     []string
}

func (r *rule[T]) fits(plain string, words []string) bool {
	has := func(pattern string) bool { return occurs(pattern, plain, words) }
	for _, p := range r.all {
		if !has(p) {
			return false
		}
	}
	return (len(r.any) == 0 || slices.ContainsFunc(r.any, has)) && !slices.ContainsFunc(r.not, has)
}

func occurs(pattern, plain string, words []string) bool {
	if strings.Contains(pattern, " ") {
		return strings.Contains(" "+plain+" ", " "+pattern+" ")
	}
	head, tail := strings.HasPrefix(pattern, "*"), strings.HasSuffix(pattern, "*")
	core := strings.Trim(pattern, "*")
	return slices.ContainsFunc(words, func(w string) bool {
		switch {
		case head && tail:
			return strings.Contains(w, core)
		case head:
			return strings.HasSuffix(w, core)
		case tail:
			return strings.HasPrefix(w, core)
		}
		return w == core
	})
}

func majority(plain string) Majority {
	words := strings.Fields(plain)
	for _, r := range majorityRules {
		if r.fits(plain, words) {
			return r.meaning
		}
	}
	return ""
}
