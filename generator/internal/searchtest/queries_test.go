package searchtest

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// town is a made-up collection.
func town() []Paper {
	texts := []struct{ title, text string }{
		{"Ausbau des Radwegs an der Mühlstraße", "Der Radweg an der Mühlstraße ist für den Radverkehr zu schmal. Die Radwege der Altstadt enden am Mühlbach. Der Ausbau beginnt im Herbst, und die Kosten trägt der Haushalt. Viele Schüler fahren auf dem Radweg zur Lindenschule und queren dort das Gleis der Hafenbahn."},
		{"Sanierung der Spielplätze in der Altstadt", "Der Spielplatz am Mühlbach und alle Spielplätze der Altstadt werden saniert. Eine Sanierung braucht neue Spielgeräte und frischen Sand. Das Gartenamt schreibt die Spielgeräte aus, die Kosten der Sanierung stehen im Haushalt. Hinter dem Zaun wächst eine mächtige Kastanie."},
		{"Gebühren der Kitas zum neuen Kitajahr", "Die Gebühr für einen Platz steigt. Die Gebühren der Kitas decken ein Fünftel der Kosten. Eine Kita in der Südstadt bleibt frei von Beiträgen, denn der Beitrag der Eltern wäre dort zu hoch. Die Kitagebühr wird im Ausschuss beraten, und die Kitagebühren gelten ab September. Ohne Kitagebühren fehlt Geld."},
		{"Änderung der Hundesteuersatzung", "Die Hundesteuersatzung wird geändert. Die Hundesteuer steigt, und die Steuer für den zweiten Hund wird verdoppelt. Für Rettungshunde gilt eine Befreiung. Die Satzung tritt im Januar in Kraft, der Beschluss der Satzung fällt im Dezember."},
		{"Beschluss der Friedhofsgebührensatzung", "Die Gebühren der Friedhöfe decken die Kosten nicht. Der Friedhof am Mühlbach braucht eine neue Mauer. Jede Gebührensatzung folgt dem Gesetz, und die Satzung nennt den Preis einer Grabstätte. Wer eine Grabstätte verlängert, zahlt weniger."},
		{"Neubau der Sporthalle an der Lindenschule", "Die Sporthalle der Lindenschule ist baufällig. Der Neubau der Halle kostet neun Millionen. Die Schule hofft auf einen Zuschuss des Landes, und die Vereine warten auf neue Sporthallen. Der Sport in der Südstadt leidet seit Jahren unter der engen Halle."},
		{"Sanierung der Lindenschule", "Die Sanierung der Schule beginnt am Dach. Die Schulen der Südstadt sind alt, und die Schulsanierung kostet Geld. Das Hochbauamt hat die Schulsanierung mit einem Gutachten vorbereitet. Eine Schulsanierung dauert zwei Sommer. Der Unterricht zieht in Container um."},
		{"Lärmschutz an der Güterbahn", "Der Lärm der Güterzüge weckt die Anwohner. Ein Schutz gegen den Lärm fehlt bisher, obwohl das Gutachten eine Lärmschutzwand empfiehlt. Die Bahn plant den Schutz erst für später. Die Lärmschutzwand stünde zwischen Hafenbahn und Kleingärten."},
		{"Begrünung der Haltestellen in der Südstadt", "Die Haltestelle am Markt bekommt ein grünes Dach. Auf den Dächern der Haltestellen wächst Mauerpfeffer. Die Begrünung kühlt das Wartehäuschen, und Bienen finden dort Nahrung. Das Gartenamt pflegt jedes Dach im Frühjahr."},
		{"Parkgebühren am Marktplatz", "Das Parken am Marktplatz wird teurer. Die Gebühr beträgt zwei Euro, und der Parkplatz hinter dem Rathaus bleibt frei. Die Parkgebühren fließen in den Haushalt. Händler fürchten um ihre Kundschaft und fordern eine Brötchentaste."},
		{"Klimaschutzkonzept der Stadtwerke", "Die Stadtwerke legen ein Konzept zum Klimaschutz vor. Das Konzept setzt auf Wärmepumpen. Der Schutz des Klimas kostet Geld, und die Konzepte anderer Städte zeigen den Weg. Ein Wärmespeicher am Hafen soll den Winter überbrücken."},
		{"Neubau einer Brücke über den Mühlbach", "Die Brücke über den Mühlbach ist gesperrt. Der Neubau der Brücken dauert ein Jahr. Ein Gutachten fand Risse im Gewölbe, und die Feuerwehr fährt seither einen Umweg. Die Brücken der Altstadt stammen von einem Baumeister aus Italien."},
		{"Fahrzeuge der Feuerwehr", "Die Feuerwehr braucht ein Fahrzeug mit Drehleiter. Das alte Fahrzeug ist verrostet, und die Werkstatt findet keine Ersatzteile. Die Fahrzeuge der Feuerwehr stehen im Gerätehaus am Hafen. Der Ausschuss berät über die Kosten der Drehleiter."},
		{"Öffnung der Stadtbücherei am Sonntag", "Die Stadtbücherei will am Sonntag öffnen. Die Bücherei am Markt hat viele Besucher. Die Öffnung am Sonntag kostet Personal, und die Büchereien im Land haben damit gute Erfahrungen. Ehrenamtliche lesen Kindern aus Märchen vor."},
		{"Wahl der Schöffen", "Die Schöffen werden für fünf Jahre gewählt. Die Wahl der Schöffen braucht zwei Drittel der Stimmen. Die Liste mit den Vorschlägen liegt im Rathaus aus, und Einsprüche nimmt das Amt entgegen. Frühere Wahlen verliefen ohne Einsprüche."},
		{"Annahme von Spenden", "Eine Spende der Sparkasse geht an die Lindenschule. Die Annahme der Spenden beschließt der Ausschuss. Spenden für den Tierpark und die Bücherei kamen von Vereinen."},
		{"Annahme von Spenden", "Eine Spende der Brauerei geht an die Feuerwehr. Die Annahme der Spenden beschließt der Ausschuss. Spenden von Parteien werden geprüft, und die Spender werden genannt."},
		{"Ausbau der Ganztagsschule in der Altstadt", "Die Schule in der Altstadt wird zur Ganztagsschule. Der Ausbau der Mensa kostet zwei Millionen, und das Land gibt einen Zuschuss. Die Zuschüsse reichen nicht für die Möbel. Eine Betreuung am Nachmittag wünschen viele Eltern."},
		{"Zuschuss für die Musikschule", "Die Musikschule bekommt einen Zuschuss. Die Zuschüsse der Stadt decken die Hälfte der Kosten, und die Schüler zahlen eine Gebühr. Die Musik hat in der Südstadt viele Freunde. Ein Orchester probt in der Aula der Lindenschule."},
		{"Bericht über die Hafenbahn", "Die Hafenbahn fährt wieder. Der Bericht nennt Zahlen, und die Bahn ist pünktlich. Das Gleis am Hafen wurde erneuert, zwei Gleise fehlen noch. Die Berichte der Hafenbahn erscheinen jährlich."},
	}
	// Two reports name the words of the others, so that they are known as nouns.
	year := strings.Repeat("Der Bericht nennt Radweg, Radwege, Mühlstraße, Mühlbach, Ausbau, Sanierung, Sanierungen, Spielplatz, Spielplätze, Gebühr, Gebühren, Park, Parkgebühr, Friedhof, "+
		"Satzung, Satzungen, Gebührensatzung, Hundesteuer, Steuer, Halle, Hallen, Schutz, Lärm, Haltestelle, Begrünung, Konzept, Brücke, Feuerwehr, Bücherei, Öffnung, Schule, Schulen, Musik, Zuschuss, Bahn, Hafen, Linde, Sport, Klima, Güter, Klimaschutz, "+
		"Sporthalle, Sporthallen, Lindenschule, Hundesteuersatzung, Friedhofsgebührensatzung, Ganztagsschule, Musikschule, Stadtbücherei, Stadt, Klimaschutzkonzept, Parkgebühren und Ganztag.\n", 3)
	texts = append(texts, struct{ title, text string }{"Jahresbericht der Verwaltung", year}, struct{ title, text string }{"Bericht zum Halbjahr", year})
	var papers []Paper
	for i, t := range texts {
		papers = append(papers, Paper{fmt.Sprintf("DS/2031/%03d", 7*i+1), t.title, t.text})
	}
	return papers
}

func TestSameQueries(t *testing.T) {
	papers := town()
	first := Queries(papers, 5, 10)
	slices.Reverse(papers)
	if !reflect.DeepEqual(first, Queries(papers, 5, 10)) {
		t.Error("the same seed gave other queries")
	}
	if reflect.DeepEqual(first, Queries(papers, 6, 10)) {
		t.Error("another seed gave the same queries")
	}
}

func TestCategories(t *testing.T) {
	papers := map[string]Paper{}
	for _, p := range town() {
		papers[p.Reference] = p
	}
	made := map[string]int{}
	for _, q := range Queries(town(), 1, 8) {
		made[q.Category]++
		p, ok := papers[q.Target]
		if !ok || q.Accept[q.Target] {
			t.Errorf("%+v: wrong target", q)
		}
		words := strings.Fields(q.Text)
		inTitle := 0
		for _, w := range words {
			if strings.Contains(p.Title, w) {
				inTitle++
			}
		}
		wrong := false
		switch q.Category {
		case "title":
			wrong = inTitle != len(words)
		case "inflected", "compound":
			wrong = len(words) < 2
		case "typo":
			wrong = inTitle != len(words)-1
		case "umlaut":
			wrong = strings.ContainsAny(q.Text, "äöüß") || !strings.ContainsAny(p.Title, "äöüßÄÖÜ")
		case "reference":
			number := strings.NewReplacer("-", "/").Replace(strings.ToLower(q.Text))
			wrong = !strings.Contains(number, strings.ToLower(q.Target))
		case "body":
			wrong = len(words) != 3 || slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(p.Text, w) })
		case "phrase":
			parts := strings.Split(q.Text, `"`)
			wrong = len(parts) != 3 || !strings.Contains(p.Text, parts[1])
		}
		if wrong {
			t.Errorf("%s: %q does not come from %q", q.Category, q.Text, p.Title)
		}
	}
	for _, category := range Categories {
		if made[category] < 2 {
			t.Errorf("only %d queries of %s", made[category], category)
		}
	}
}

// What is as good an answer as the paper itself counts.
func TestAccept(t *testing.T) {
	c := gather(town())
	ask := func(title string, words ...string) []string {
		i := slices.IndexFunc(c.papers, func(p Paper) bool { return p.Title == title })
		var list []picked
		for _, w := range words {
			list = append(list, picked{text: w, mean: []string{lower(w)}, noun: true})
		}
		var titles []string
		for ref := range c.query(int32(i), list).Accept {
			k := slices.IndexFunc(c.papers, func(p Paper) bool { return p.Reference == ref })
			titles = append(titles, c.papers[k].Title)
		}
		slices.Sort(titles)
		return titles
	}
	for _, test := range []struct {
		title string
		words []string
		want  []string
	}{
		{"Annahme von Spenden", []string{"Annahme", "Spende"}, []string{"Annahme von Spenden"}},
		{"Gebühren der Kitas zum neuen Kitajahr", []string{"Gebühr"}, []string{"Beschluss der Friedhofsgebührensatzung", "Parkgebühren am Marktplatz"}},
		{"Lärmschutz an der Güterbahn", []string{"Bahn"}, []string{"Bericht über die Hafenbahn"}},
		{"Sanierung der Lindenschule", []string{"Sanierung", "Lindenschule"}, nil},
	} {
		if got := ask(test.title, test.words...); !slices.Equal(got, test.want) {
			t.Errorf("%v: %q, want %q", test.words, got, test.want)
		}
	}
}

func TestInflections(t *testing.T) {
	for _, test := range []struct{ word, has, hasNot string }{
		{"radweg", "radwege radweges radwegen", "radwegung"},
		{"spielplätze", "spielplatz spielplätzen", "spielplätz"},
		{"sanierung", "sanierungen", "sanierunge"},
		{"gebühren", "gebühr", ""},
		{"gebühr", "gebühren", ""},
		{"planer", "planern planers", "plan plane"},
		{"rat", "räte rates", "rate raten"},
		{"kita", "kitas", "kite"},
		{"museum", "museen", "muse"},
		{"handel", "handels", "handeln"},
		{"schülerin", "schülerinnen", "schüler"},
		{"beschluss", "beschlüsse", "beschlus"},
	} {
		got := inflections(test.word)
		for w := range strings.FieldsSeq(test.has) {
			if !slices.Contains(got, w) {
				t.Errorf("%s: no %s in %q", test.word, w, got)
			}
		}
		for w := range strings.FieldsSeq(test.hasNot) {
			if slices.Contains(got, w) {
				t.Errorf("%s: %s in %q", test.word, w, got)
			}
		}
	}
}

func TestFold(t *testing.T) {
	for _, same := range []string{"Gebühr Gebuehren gebuhr", "Straße Strassen", "Platz Plätze Plätzen", "Zentrum Zentren", "Bürgerin Bürgerinnen", "Kind Kinder Kindern", "Ergebnis Ergebnisse Ergebnisses"} {
		words := strings.Fields(same)
		for _, w := range words[1:] {
			if stem(fold(w)) != stem(fold(words[0])) {
				t.Errorf("%s is %s, %s is %s", w, stem(fold(w)), words[0], stem(fold(words[0])))
			}
		}
	}
	for word, want := range map[string]string{"Neue": "neue", "Quelle": "quelle", "Bauer": "bauer", "Straße": "strasse", "Übersicht": "ubersicht", "Uebersicht": "ubersicht"} {
		if got := fold(word); got != want {
			t.Errorf("%s: %s, want %s", word, got, want)
		}
	}
}

func TestSlip(t *testing.T) {
	r := &random{3}
	first := 0
	for range 1000 {
		wrong := slip(r, "Brücke")
		if n := utf8.RuneCountInString(wrong); n < 5 || n > 7 {
			t.Errorf("%q is more than one mistake", wrong)
		}
		if !strings.HasPrefix(wrong, "B") || strings.HasPrefix(wrong, "Bb") {
			first++
		}
	}
	if first < 120 || first > 280 {
		t.Errorf("%d of 1000 mistakes at the first letter", first)
	}
}

func TestMeasure(t *testing.T) {
	queries := []Query{
		{"title", "a", "1", nil},
		{"title", "b", "2", map[string]bool{"9": true}},
		{"reference", "c", "3", nil},
		{"title", "d", "4", nil},
	}
	scores, err := Measure(queries, func(text string) ([]string, error) {
		return map[string][]string{"a": {"1"}, "b": {"7", "9", "2"}, "c": {"8", "3"}}[text], nil
	})
	want := []Score{
		{"title", 3, 1. / 3, 2. / 3, 0.5, queries[3:]},
		{"reference", 1, 0, 1, 0.5, queries[2:3]},
	}
	if err != nil || !reflect.DeepEqual(scores, want) {
		t.Errorf("%+v, %v, want %+v", scores, err, want)
	}
	if _, err := Measure(queries, func(string) ([]string, error) { return nil, errors.New("no index") }); err == nil {
		t.Error("the error of a search is lost")
	}
}

func TestTopical(t *testing.T) {
	topics := Topical()
	if len(topics) != 40 {
		t.Errorf("%d topics", len(topics))
	}
	scores, err := MeasureTopics(topics, town(), func(text string) ([]string, error) {
		return []string{"DS/2031/015", "DS/2031/001"}, nil // the fees of nurseries, the path for bicycles
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range scores {
		if s.Text == "Kita Gebühren" && (s.Fitting != 1 || s.Precision != 1 || !slices.Equal(s.Wrong, []string{"DS/2031/001"})) {
			t.Errorf("%+v", s)
		}
	}
}
