package searchtest

import "slices"

// Score is how one category was answered. A query counts for Hit10 if its
// target, or a paper that fits as well, is among the first ten answers.
type Score struct {
	Category         string
	Queries          int
	Hit1, Hit10, MRR float64
	Misses           []Query // not in the first ten; of references, not in the first place
}

// Measure asks every query; ask returns references, best first. The scores
// come in the order in which the categories first occur.
func Measure(queries []Query, ask func(text string) ([]string, error)) ([]Score, error) {
	var scores []Score
	for _, q := range queries {
		i := slices.IndexFunc(scores, func(s Score) bool { return s.Category == q.Category })
		if i < 0 {
			i = len(scores)
			scores = append(scores, Score{Category: q.Category})
		}
		s := &scores[i]
		answers, err := ask(q.Text)
		if err != nil {
			return nil, err
		}
		s.Queries++
		at := slices.IndexFunc(answers, func(ref string) bool { return ref == q.Target || q.Accept[ref] })
		if at == 0 {
			s.Hit1++
		}
		if at >= 0 {
			s.MRR += 1 / float64(at+1)
		}
		if at >= 0 && at < 10 {
			s.Hit10++
		}
		if at < 0 || at >= 10 || at > 0 && q.Category == "reference" {
			s.Misses = append(s.Misses, q)
		}
	}
	for i := range scores {
		n := float64(scores[i].Queries)
		scores[i].Hit1 /= n
		scores[i].Hit10 /= n
		scores[i].MRR /= n
	}
	return scores, nil
}

// TopicScore is how a question about a subject was answered.
type TopicScore struct {
	Text      string
	Fitting   int      // papers in the collection that fit
	Precision float64  // of the first ten answers, or of as many as fit
	Wrong     []string // references among the first ten that do not fit
}

// MeasureTopics asks every topic and judges the first ten answers.
func MeasureTopics(topics []Topic, papers []Paper, ask func(text string) ([]string, error)) ([]TopicScore, error) {
	scores := make([]TopicScore, 0, len(topics))
	for _, t := range topics {
		s := TopicScore{Text: t.Text}
		fit := map[string]bool{}
		for _, p := range papers {
			if t.Fits(p) {
				s.Fitting++
				fit[p.Reference] = true
			}
		}
		answers, err := ask(t.Text)
		if err != nil {
			return nil, err
		}
		answers = answers[:min(10, len(answers))]
		right := 0
		for _, ref := range answers {
			if fit[ref] {
				right++
			} else {
				s.Wrong = append(s.Wrong, ref)
			}
		}
		if of := min(10, s.Fitting); of > 0 {
			s.Precision = float64(min(right, of)) / float64(of)
		}
		scores = append(scores, s)
	}
	return scores, nil
}
