package render

import (
	"strings"

	"offenlage/generator/internal/council"
)

// press sorts the items of a sitting into what was decided and what was left
// open.
func press(m *council.Meeting) (decided, open []*council.AgendaItem) {
	for _, item := range m.Agenda {
		switch item.Outcome {
		case council.OutcomeNone, "":
		case council.OutcomePostponed, council.OutcomeDeferred, council.OutcomeReferred, council.OutcomeRemoved, council.OutcomeWithdrawn, council.OutcomeNoVote:
			open = append(open, item)
		default:
			if item.ResultWords != "" {
				decided = append(decided, item)
			}
		}
	}
	return decided, open
}

// pressPath is where the page of what a sitting decided stands, "" for none.
func (w *run) pressPath(m *council.Meeting) string {
	if decided, _ := press(m); len(decided) == 0 {
		return ""
	}
	return w.site.Path(m) + w.site.List("decisions")
}

// bodies names who meets; names of committees hold commas themselves.
func bodies(m *council.Meeting) string {
	names := make([]string, len(m.Committees))
	for i, x := range m.Committees {
		names[i] = x.Name
	}
	return strings.Join(names, " · ")
}

func (w *run) pressPage(m *council.Meeting, path string) PressPage {
	title := w.locale.T("title.press", "committee", bodies(m), "date", m.Date)
	meeting := w.locale.T("title.meeting", "committee", bodies(m), "date", m.Date)
	p := PressPage{Frame: w.frame(path, "meetings", title, w.listCrumb("meetings"), w.crumb(meeting, w.site.Path(m))), Meeting: m}
	p.Here = w.locale.T("press.kicker")
	p.Decided, p.Open = press(m)
	return p
}
