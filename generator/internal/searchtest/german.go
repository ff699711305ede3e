package searchtest

import (
	"slices"
	"strings"
	"unicode/utf8"
)

var stopWords = set(`
aber alle allem allen aller alles also anderen andere anderem anderer auch auf auf aus bei beim bereits bezüglich bis bzw
dabei dadurch dafür damit danach daran darauf daraus darf darin darüber das dass davon dazu dein dem den denen denn dennoch der deren des
deshalb dessen die dies diese diesem diesen dieser dieses doch dort durch durchführen eben ebenfalls ein eine einem einen einer eines einige
einigen einiger einzelne einzelnen entlang entsprechend entsprechende entsprechenden erfolgen erfolgt etwa etwas euch folgende folgenden für gegen gegenüber
gemäß gemein ggf gibt haben hat hatte hatten hier hierbei hierfür hierzu hinsichtlich hinter ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres
immer infolge innerhalb insbesondere ist jede jedem jeden jeder jedes jedoch jene jetzt jeweilige jeweiligen jeweils kann kein keine keinem
keinen keiner können könnte könnten lassen lässt man mehr mehrere mehreren mich mir mit mittels möglich möglichst möglichen muss müssen müsste nach nachdem neben nicht
nichts noch nun nur oberhalb oder ohne per pro rund samt schon sehr sein seine seinem seinen seiner seines seit seitens sich sie siehe sind so
sodass sofern sogar solche solchen soll sollen sollte sollten somit sondern sonst sonstige sonstigen soweit sowie sowohl statt über überhaupt um und
uns unser unsere unserem unseren unserer unter unterhalb usw vom von vor vorbehaltlich vorhanden wann war waren warum was wegen weil weiter weitere weiterem weiteren
weiterer weiteres weiterhin welche welchem welchen welcher welches wenn wer werden weshalb wie wieder will wird wir wird wo wobei wodurch wofür wollen worden
wurde wurden würde würden zudem zugunsten zum zunächst zur zusammen zusätzlich zusätzliche zusätzlichen zwischen zwar zwei drei vier
erste ersten erster erstes zweite zweiten dritte dritten neue neuen neuer neues neuem
absatz anlage nummer seite seiten betreff antrag anfrage änderungsantrag ergänzungsantrag stadt herr herrn frau`)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// paradigms are the forms of nouns that do more than take an ending. A
// compound has the forms of its last part.
var paradigms = forms(`
platz platzes plätze plätzen
haus hauses häuser häusern
baum baumes baums bäume bäumen
raum raumes raums räume räumen
plan planes plans pläne plänen
amt amtes amts ämter ämtern
bad bades bads bäder bädern
rad rades räder rädern
wald waldes walds wälder wäldern
stadt städte städten
antrag antrages antrags anträge anträgen
auftrag auftrages auftrags aufträge aufträgen
beitrag beitrages beitrags beiträge beiträgen
vertrag vertrages vertrags verträge verträgen
vorschlag vorschlages vorschlags vorschläge vorschlägen
betrag betrages betrags beträge beträgen
abschluss abschlusses abschlüsse abschlüssen
beschluss beschlusses beschlüsse beschlüssen
zuschuss zuschusses zuschüsse zuschüssen
ausschuss ausschusses ausschüsse ausschüssen
anschluss anschlusses anschlüsse anschlüssen
grundsatz grundsatzes grundsätze grundsätzen
satz satzes sätze sätzen
friedhof friedhofs friedhofes friedhöfe friedhöfen
bahnhof bahnhofs bahnhofes bahnhöfe bahnhöfen
hof hofes hofs höfe höfen
markt marktes markts märkte märkten
dach daches dachs dächer dächern
grund grundes gründe gründen
graben grabens gräben
garten gartens gärten
schaden schadens schäden
hafen hafens häfen
laden ladens läden
feld feldes felds felder feldern
bild bildes bilds bilder bildern
kind kindes kinder kindern
mitglied mitgliedes mitglieds mitglieder mitgliedern
schild schildes schilds schilder schildern
geld geldes gelder geldern
land landes länder ländern
band bandes bänder bändern
fluss flusses flüsse flüssen
zug zuges zugs züge zügen
gang ganges gangs gänge gängen
weg weges wegs wege wegen
see sees seen
stand standes stands stände ständen
bestand bestandes bestands bestände beständen
verband verbandes verbands verbände verbänden
vorstand vorstandes vorstands vorstände vorständen
rat rates rats räte räten
fall falles falls fälle fällen
kraft kräfte kräften
bank bänke bänken
wand wände wänden
kunst künste künsten
hand hände händen
anstalt anstalten
wahl wahlen
zahl zahlen
bahn bahnen
frau frauen
spur spuren
fahrt fahrten
form formen
art arten
schrift schriften
last lasten
tag tages tags tage tagen
jahr jahres jahrs jahre jahren
ort ortes orts orte orten
tor tores tors tore toren
teil teiles teils teile teilen
ziel zieles ziels ziele zielen
spiel spieles spiels spiele spielen
film filmes films filme filmen
kurs kurses kurse kursen
preis preises preise preisen
kreis kreises kreise kreisen
kita kitas
park parks
bus busses busse bussen
wohnung wohnungen
konto kontos konten
museum museums museen
zentrum zentrums zentren
gymnasium gymnasiums gymnasien
medium mediums medien
studium studiums studien
gremium gremiums gremien`)

func forms(lines string) [][]string {
	var list [][]string
	for line := range strings.Lines(strings.TrimSpace(lines)) {
		list = append(list, strings.Fields(line))
	}
	return list
}

// swaps are endings that go into each other, with the letters that the
// shorter word must have at least. Shorter words too often become another word.
var swaps = []struct {
	from, to string
	min      int
}{
	{"ung", "ungen", 5}, {"heit", "heiten", 6}, {"keit", "keiten", 6}, {"schaft", "schaften", 7},
	{"tät", "täten", 6}, {"ion", "ionen", 6}, {"enz", "enzen", 6}, {"in", "innen", 6},
	{"nis", "nisse", 6}, {"nis", "nissen", 6}, {"nis", "nisses", 6},
	{"e", "en", 5}, {"er", "ern", 5}, {"er", "ers", 5}, {"el", "eln", 5}, {"el", "els", 6},
	{"en", "ens", 6}, {"a", "as", 4}, {"o", "os", 4}, {"i", "is", 4},
}

// others are words that the rules would take for another form.
var others = set(`handeln wandeln rechts links anders besonders alters teils namens seitens abends morgens mittags
wirtschaften arbeiten planen bauen gebauten bekannten sicherheiten frau`)

// inflections lists other forms of a noun in small letters, not yet looked up.
func inflections(word string) []string {
	var list []string
	for _, p := range paradigms {
		for _, end := range p {
			rest, ok := strings.CutSuffix(word, end)
			if !ok || rest != "" && utf8.RuneCountInString(rest) < 3 {
				continue
			}
			for _, other := range p {
				list = append(list, rest+other)
			}
		}
	}
	if len(list) > 0 {
		return tidyForms(list, word)
	}
	for _, s := range swaps {
		if rest, ok := strings.CutSuffix(word, s.from); ok && utf8.RuneCountInString(word) >= s.min {
			list = append(list, rest+s.to)
		}
		if rest, ok := strings.CutSuffix(word, s.to); ok && utf8.RuneCountInString(rest+s.from) >= s.min {
			list = append(list, rest+s.from)
		}
	}
	if base := word; closed(base) {
		list = append(list, base+"e", base+"es", base+"s", base+"en")
	}
	for _, end := range []string{"es", "en", "e", "s"} {
		if base, ok := strings.CutSuffix(word, end); ok && closed(base) {
			list = append(list, base, base+"e", base+"en", base+"es")
		}
	}
	return tidyForms(list, word)
}

// closed reports whether a word can take -e, -es, -s and -en.
func closed(word string) bool {
	if utf8.RuneCountInString(word) < 6 {
		return false
	}
	for _, end := range []string{"ung", "heit", "keit", "schaft", "tät", "ion", "er", "el", "en", "em", "in", "isch", "ig", "lich"} {
		if strings.HasSuffix(word, end) {
			return false
		}
	}
	return strings.ContainsAny(word[len(word)-1:], "bdfghklmnprtz")
}

func tidyForms(list []string, word string) []string {
	slices.Sort(list)
	list = slices.Compact(list)
	return slices.DeleteFunc(list, func(w string) bool { return w == word || others[w] })
}

// hollow are parts of compounds that nobody looks for by themselves.
var hollow = set(`stück stücke stücken satz sätze sätzen sätzes werk werke fall falle fälle fällen punkt punkte punkten zeug zeuge zeugen mal male teil teile teilen
schaft schaften nahme nahmen gabe gaben lage lagen stand stände tritt schlag schläge zug züge gang gänge weise weisen rahmen grund seite seiten ende enden
stelle stellen form formen kunft sicht sichten führung stellung setzung legung gebung nehmen zeit zeiten blick jahr jahre tag tage wert werte
hand hände haupt gesamt sonder mittel mitteln ober unter mensch ziel ziele maß maße stück reihe reihen feld felder folge folgen trag träge anteil
haltung leistung handlung wirkung richtung schluss schlüsse lauf läufe bild bilder griff griffe ruf rufe wort worte vorteil nachteil
genommen habe haben leben sein eigen selbst grad grade gruppe gruppen ding dinge art arten wesen bund burg berg dorf heim stein bach brunn
zusatz ball liga karl wetter ruhe sohn mann männer frei frau frauen`)

// whole are words of two parts whose last part is nothing without the first.
var whole = map[string]bool{
	"kinder garten": true, "kinder gärten": true, "kinder krippen": true, "feuer wehr": true, "kranken haus": true, "kranken häuser": true,
	"gast haus": true, "hand werk": true, "ort schaft": true, "land schaft": true, "fuß ball": true, "mehr wert": true, "vor stand": true,
	"straßen bahn": true, "straßen bahnen": true, "wasser kraft": true, "kreis lauf": true, "lehr gang": true, "bürger haus": true,
}

// keys are the letters beside each letter on a German keyboard.
var keys = map[rune]string{
	'q': "wa", 'w': "qes", 'e': "wrd", 'r': "etf", 't': "rzg", 'z': "tuh", 'u': "zij", 'i': "uok", 'o': "ipl", 'p': "oü", 'ü': "pö",
	'a': "qsy", 's': "adw", 'd': "sfe", 'f': "dgr", 'g': "fht", 'h': "gjz", 'j': "hku", 'k': "jli", 'l': "kö", 'ö': "lä", 'ä': "öü",
	'y': "xa", 'x': "yc", 'c': "xv", 'v': "cb", 'b': "vn", 'n': "bm", 'm': "n", 'ß': "p",
}
