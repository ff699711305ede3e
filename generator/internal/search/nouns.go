package search

import (
	"strings"

	"offenlage/generator/internal/german"
)

// partNouns are parts of compounds that council papers are full of, so that a
// small collection, where each stands in few papers, is split as well. Words
// of three letters are parts only when they stand here.
const partNouns = `
abbau abfall abgabe abriss abstimmung abwasser akte allee altstadt amt anbau anfrage anlage anleger anpassung anschluss anstalt anteil antrag anwohner arbeit
archiv arzt asyl aufenthalt aufgabe aufnahme auftrag aufwand ausbau ausbildung ausgabe ausgleich ausschreibung ausschuss ausstattung ausweis auto bad bahn
bahnhof ball band bank bau bauer baum bebauung bedarf bericht beruf beschaffung bescheid beschluss betrag betreiber betreuung betrieb bezirk bibliothek bild bildung
biotop blatt boden brand breitband bruecke brunnen buch buchung budget bueger buehne buero bund burg bus bürger büro bühne brücke chef daten datum dach dauer denkmal
dienst dorf ebene eigentum einnahme einrichtung einsatz einwohner eltern energie entgelt entschädigung entwicklung erbe ergebnis ersatz essen etat fach
fahrt fahrer fahrrad fahrzeug fall familie farbe feld fenster ferien fest feuer feuerwehr figur film finanz firma fläche fluss flucht flüchtling förderung
form forst frage frau frauen freibad freiraum freizeit friedhof frist fuß fußgänger garage garten gas gast gebiet gebäude gebühr gefahr geld gelände gemeinde gemeinschaft gerät
gericht gesellschaft gesetz gestaltung gesundheit gewalt gewerbe gewässer gewinn gleis grenze grund grün gruppe gut gutachten haft halle haltestelle handel handwerk hang
haus haushalt heft heim heizung helfer herd hilfe hof holz hort hund impuls industrie information inhalt innenstadt insel integration jahr jugend kanal
karte kasse katalog kauf keller kind kinder kirche kirmes kita klage klasse klima klinik klub koch kohle konzept konto kontrolle kosten kraft kraftwerk kranken kreis kreuzung kredit kritik
kultur kunde kunst kur kurs küche lage lager land landschaft lärm last laterne laub lauf leben lehrer leistung leiter leitung lern licht liege liste loch lohn luft
mann markt maßnahme masse material mauer medien mensch messe miete mieter minister mitglied mittel mobilität modell monat montage motor museum musik müll nacht name natur netz
neubau not nutzung oberstufe objekt obst öl ordnung ort ortsteil park parkplatz partei partner passage pause person personal pfad pfand pfarr pflanze
pflege pflicht plan planung platte platz politik polizei portal post praxis preis presse privat projekt programm prozess prüfung quartier quelle quote rad radweg rahmen rand rat
rathaus raum rechnung recht rede reform region regel regen reihe reinigung reise renovierung rente reparatur ressource rest rettung richtlinie ring rohr rolle rück ruhe runde
saal sache sanierung satz satzung schaden schall schatz schein schiene schild schloss schnee schrank schritt schuld schule schüler schulung schutz schwelle schwimmbad see seite
sektor senior sicherheit siedlung sitz sitzung software solar soldat sommer sozial sparkasse spende sperre sperrung spiel spielplatz sport sportplatz sprache staat stadion stadt stadtteil stadtwerke stand standort start
statistik stätte staub stein stelle steuer stiftung stoff strahl strand straße strecke streit strom struktur studie stufe stunde system tafel tag tarif täter
tausch technik teil teich telefon termin test text theater therapie tier tiefgarage tisch tor tourismus träger transport treff trend treppe trink turm turn überschuss übersicht ufer umbau
umgehung umlage umsetzung umwelt umzug unfall unterführung unterhalt unterhaltung unterkunft unterricht unterstützung urlaub verband verbot verbrauch verein verfahren vergabe vergleich vergnügung
verkauf verkehr verlag verlust vermögen versammlung versicherung versorgung vertrag verwaltung verzeichnis vieh viertel volk vollzug vorhaben vorlage vorschlag wache wachstum wahl wald
wand waren wärme wasser wechsel weg weihnacht weihnachten welle welt werbung werk wert wetter wettbewerb wiese wind winter wirtschaft wissen woche wohnung wohnraum wohn wunsch
zahl zaun zeichen zeit zeitung zelt zentrum zeugnis ziel zimmer zins zivil zoll zone zoo zug zugang zukunft zulage zulassung zuschuss zustand zustimmung zuwendung zweck zweig zweckverband
aktion abschluss abstand armut aufsicht aussen ausweisung begegnung beirat belastung belästigung beratung beruhigung beseitigung besetzung bewirtschaftung bewohner
bremse demokratie durchgang einbruch einkommen entsorgung entwässerung ergänzung erhaltung erneuerung erschließung erweiterung fahrbahn fällung fassade finanzierung gehölz genehmigung
geschwindigkeit gleichstellung graben heizwerk hecke investition katastrophe klärwerk kompost kontingent kultus ladesäule lebensmittel liegenschaft linie logistik machbarkeit migration
nachmittag notstand nutzung pavillon photovoltaik preis reinigung sachstand schlamm situation spiegel ständer straftat studie teilhabe tonne transparenz tunnel übergang überwachung überweg
umlegung verbindung verbund verdienst verpflegung verschmutzung video wandel wiederverwendung wohngeld zentrale
müll akt abi ende ast fan eis tal tor ulm uhr zoo ost west nord süd ohr alt neu groß klein hoch tief ehe moor bus see rad hof weg bad bau rat rot`

// verbParts begin compounds and are no nouns: "Wohngebäude", "Fahrbahn".
const verbParts = `bau fahr geh halte koch lebe leb lehr lern lese liege miet nutz park pfleg pflege rast rede roll schlaf schreib schwimm sitz spar spiel
steh stell steuer tanz trink turn wander wart warte wasch wohn zahl misch rechen les sing web wend brenn einkauf mitmach frisch bio öko mehr fern gesamt haupt
neben ober unter mittel grund vor nach rück innen außen zwischen sonder teil einzel mindest höchst eigen fremd schnell jung alten alt neu groß klein hoch tief nord süd ost west
abstell doppel klär liefer kurz zweit lang frisch richt halb kommunal regional sozial digital global lokal zentral privat online open elektro auto euro inter trans`

// adjectives end compounds with a noun: "gebührenfrei".
const adjectives = `frei neutral gerecht freundlich pflichtig fähig los arm reich weit nah eigen bezogen relevant technisch rechtlich politisch wirtschaftlich
städtisch schulisch betrieblich planerisch fachlich baulich günstig intensiv sicher übergreifend begleitend orientiert bedingt gebunden nahe
beruhigt gefährdet schädlich tauglich wirksam mäßig haltig artig förmig würdig widrig`

// neverLast are endings of words that look like nouns and are none there.
const neverLast = `ende enden rinnen rinne teller haltung haltungen erten ungen innen schaft lich isch eren eine einer einem eines gang stände stand stande
rate raten rang ringe ring erin erinnen tage maler male mal alten halten hafte haft schen chen lein leine orten sonde esse essen igen eige lage lagen sehen gehen
ehe ehen ast aste akt akte rede reden`

// wholeWords look like compounds and are words of their own. They may be
// parts of others.
const wholeWords = `gemeinderat stadtrat landrat kreistag landtag bundestag oberbürgermeister bürgermeister haushalt grundstück richtlinie vorlage unternehmen abwasser hochwasser feuerwehr
fahrrad bahnhof rathaus krankenhaus wirtschaft landschaft gesellschaft mannschaft wissenschaft bereitschaft mannheim freiburg hamburg heidelberg augsburg nürnberg würzburg
regensburg magdeburg duisburg oldenburg wolfsburg rosenheim pforzheim ingolstadt darmstadt halberstadt eisenstadt wiesbaden düsseldorf bielefeld krefeld hildesheim mülheim leverkusen bottrop
osnabrück saarbrücken paderborn göttingen tübingen reutlingen esslingen ludwigsburg ludwigshafen friedrichshafen bremerhaven wilhelmshaven flensburg lüneburg marburg offenburg coburg bamberg
brandenburg mecklenburg deutschland saarland rheinland baden einwohner mitarbeiter arbeitgeber arbeitnehmer teilnehmer standort stadtwerke stadtteil ortschaft partnerschaft`

func foldedSet(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(list) {
		m[german.Fold(w)] = true
	}
	return m
}
