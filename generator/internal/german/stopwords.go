package german

import "strings"

// StopWord tells that a folded word is too common to be asked for.
func StopWord(folded string) bool { return stopWords[folded] }

// StopWords lists all of them as they are written in small letters.
func StopWords() []string { return strings.Fields(stopWordList) }

const stopWordList = `
aber als also am an auch auf aus bei beim bis bzw da dabei dadurch daher damit dann das dass dem den denn der deren des
dessen die dies diese diesem diesen dieser dieses doch dort du durch ein eine einem einen einer eines er es etwa etc
euch euer für ggf hat hatte hatten hier ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres im in ins ist ja je jede jedem
jeden jeder jedes kann kein keine keinem keinen keiner man mehr mit muss nach nicht noch nun nur ob oder ohne sein seine
seinem seinen seiner sich sie sind so sobald solche sowie sowohl über um und uns unser unsere vom von vor war waren wegen
weil welche welcher wenn wer werden wie wir wird wo worden wurde wurden würde würden zu zum zur zwar`

var stopWords = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(stopWordList) {
		m[Fold(w)] = true
	}
	return m
}()
