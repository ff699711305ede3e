package searchtest

import (
	"strings"
	"unicode"
)

// Topic is a question about a subject, with a judge.
type Topic struct {
	Text string
	Fits func(p Paper) bool
}

// Topical are questions about a subject as somebody from a newspaper would
// type them, in any German city.
//
// A subject has one or two sides, each with words that stand for it. A paper
// fits if its title or several places of its text show every side, and its
// title at least one, or very many places of its text all of them. The words
// are looked for anywhere inside of words; a leading space means at the
// beginning of one.
func Topical() []Topic {
	var list []Topic
	for line := range strings.Lines(strings.TrimSpace(topics)) {
		fields := strings.Split(strings.TrimRight(line, "\n"), "|")
		var sides [][]string
		for _, side := range fields[1:] {
			var words []string
			for word := range strings.SplitSeq(side, ",") {
				words = append(words, fold(word))
			}
			sides = append(sides, words)
		}
		list = append(list, Topic{fields[0], func(p Paper) bool { return about(p, sides) }})
	}
	return list
}

const (
	several  = 3
	veryMany = 6
)

func about(p Paper, sides [][]string) bool {
	title, text := plain(p.Title), ""
	shown, many := false, true
	for _, words := range sides {
		if times(title, words, 1) > 0 {
			shown = true
			continue
		}
		if text == "" {
			text = plain(p.Text)
		}
		n := times(text, words, veryMany)
		if n < several {
			return false
		}
		many = many && n >= veryMany
	}
	return shown || many
}

func times(text string, words []string, enough int) int {
	n := 0
	for _, w := range words {
		if n += strings.Count(text, w); n >= enough {
			break
		}
	}
	return n
}

// plain folds a text and puts single spaces between and around its words.
func plain(text string) string {
	var b strings.Builder
	b.WriteByte(' ')
	for w := range strings.FieldsFuncSeq(tidy(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		b.WriteString(fold(w))
		b.WriteByte(' ')
	}
	return b.String()
}

const topics = `
Radverkehr Innenstadt|radverkehr,radweg,radfahr,fahrrad,radroute,radschnell,radfuhr| innenstadt,fußgängerzone,stadtmitte, city,altstadt,stadtzentrum
Kita Gebühren|kita, kindertag,kinderkrippe,kindergart,kindergärt|gebühr,elternbeitr,beitragsfrei,kostenfrei,entgelt
Kinderspielplätze|spielplatz,spielplätz,spielgerät
Straßenbahn Haltestellen|straßenbahn,stadtbahn, tram|haltestell,bahnsteig
Klimaschutz| klima,co2,treibhausg
bezahlbarer Wohnraum|bezahlbar,mietspiegel,mietpreis,sozialwohn,sozialer wohn,sozialen wohn,wohnraum,wohnungsbau,wohnungsnot
Schulsanierung|schule,schulgeb,gymnasi|sanier,modernisier
Lärmschutz Straße|lärm|straße,verkehr,bahn
Tempo 30|tempo 30,30 km, zone 30,tempolimit,geschwindigkeitsb,geschwindigkeitsr,geschwindigkeitsü,geschwindigkeitsk
Feuerwehr|feuerwehr,feuerwache,löschfahr,löschgrupp,drehleiter
Schwimmbäder| bäder,freibad,hallenbad,schwimmbad,schwimmbäd,schwimmhall,hallenbäd,freibäd
Friedhof Bestattung|friedh,bestattung,grabst
Hunde| hund , hunde , hunden , hundes, hundet, hundef, hundek, hundebe,gassi
Baumfällungen|baumfäll,baumschutz,fällung,gefällt,baumbestand,stadtbäum,straßenbäum, bäume 
Zoo Tiere| zoo, tierpark,tierhalt,wildtier
Theater|theater
barrierefreie Haltestellen|barrierefrei|haltestell,bahnsteig
Digitalisierung|digital
Bürgerbeteiligung|bürgerbeteil,beteiligung der bürg,beteiligungsproz,beteiligungsverf,bürgerdialog,bürgerwerkst
Pflegeplätze Senioren|pflegeplatz,pflegeplätz,pflegeheim,kurzzeitpflege,altenpflege,pflegekräft,pflegekonzept,pflegeeinricht,senior
Sporthalle Neubau|sporthall,turnhall,mehrzweckhall,basketballhall|neubau,bau ,erweiter,errichtung
Stadion|stadion
Schulweg Sicherheit|schulweg|sicher,gefahr,gefähr,verkehr
öffentliche Toiletten|toilette, wc
Müllabfuhr Abfallgebühren|abfall,abfäll,müll,wertstoff
Hochwasserschutz|hochwass,polder,überschwemm,starkregen
Photovoltaik Dächer|photovolt, solar, pv 
Ladesäulen Elektroautos|ladesäul,ladestation,elektromob, e mobil,elektrofahr,ladeinfra,stromtank
Kleingärten|kleingart,kleingärt,schrebergärt
Unterbringung Flüchtlinge|flüchtling,geflücht,asyl
Wohngebiet Bebauungsplan|bebauungspl,bebauung|wohn
Gewerbegebiet|gewerbegeb,gewerbefl,industriegeb
Jugendtreff|jugendtreff,jugendzentr,jugendhaus,jugendhäus,jugendarbeit,jugendeinr
Inklusion Behinderung|inklus,behinder
Anwohnerparken Parkplätze|anwohnerpark,bewohnerpark,parkplatz,parkplätz,parkraum,gehwegpark,parkgebühr,parkfläch
Buslinie Takt|buslini,busverb, bus , busse,nightliner, öpnv,nahverkehr|takt,fahrplan,buslini
Haushaltsplan|haushaltspl,haushaltssatz,doppelhaush,nachtragsh
Ganztagsschule|ganztag
Kinderarmut|kinderarmut,armut,kinderpass,sozialpass,sozialticket
Sicherheit Innenstadt|sicherheit,videoüberw,ordnungsdienst,polizei,alkohol| innenstadt,stadtmitte, city,marktplatz,fußgängerzone
`
