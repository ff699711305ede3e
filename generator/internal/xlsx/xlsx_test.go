package xlsx

import (
	"archive/zip"
	"bytes"
	"encoding/hex"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"offenlage/generator/internal/validator"
)

var (
	columns = []Column{{"text", Text}, {"number", Number}, {"truth", Bool}, {"day", Day}}
	cells   = [][]string{
		{"=1+1", "-12.5", "true", "2026-11-05"},
		{"„Ja“ & <b> \n zwei ", "0", "false", "1887-05-01"},
		{"", "", "", ""},
		{strings.Repeat("ä", 20000), "", "", ""},
	}
)

func made(t *testing.T) []byte {
	t.Helper()
	data, err := Write("Liste", columns, len(cells), func(row func([]string)) {
		for _, r := range cells {
			row(r)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestWrite(t *testing.T) {
	data := made(t)
	if !bytes.Equal(data, made(t)) {
		t.Error("two workbooks of one table are not the same")
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`<c r="A2" t="inlineStr"><is><t xml:space="preserve">=1+1</t></is></c>`, `<c r="B2"><v>-12.5</v></c>`, `<c r="C2" t="b"><v>1</v></c>`, `<c r="D2" s="2"><v>46331</v></c>`,
		`<c r="D3" t="inlineStr">`, `<row r="4"></row>`, `<autoFilter ref="A1:D5">`} {
		if !bytes.Contains(text, []byte(want)) {
			t.Errorf("there is no %s", want)
		}
	}
	if bytes.Contains(text, []byte("<f>")) {
		t.Error("there is a formula")
	}
}

func TestColumnName(t *testing.T) {
	for n, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 51: "AZ", 52: "BA", 701: "ZZ", 702: "AAA"} {
		if got := columnName(n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}

// TestRead has a workbook read by a library that is not ours.
func TestRead(t *testing.T) {
	want := [][]any{
		{"text", "number", "truth", "day"},
		{"=1+1", -12.5, true, "2026-11-05T00:00:00.000Z"},
		{"„Ja“ & <b> \n zwei ", 0.0, false, "1887-05-01"},
		{nil, nil, nil, nil},
		{strings.Repeat("ä", longest/2), nil, nil, nil},
	}
	expected, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	good := made(t)
	files := map[string]string{"good": hex.EncodeToString(good), "torn": hex.EncodeToString(good[:len(good)/2])}
	found := map[string]string{}
	for _, p := range validator.Node(t, `
import excel from "exceljs";
async function check(name, text) {
  const book = new excel.Workbook();
  await book.xlsx.load(Buffer.from(text, "hex"));
  const sheet = book.getWorksheet("Liste"), got = [];
  if (!(sheet.getColumn(4).width > 10 && sheet.getColumn(1).width > 20)) got.push("columns as wide as " + [1, 2, 3, 4].map(c => sheet.getColumn(c).width));
  for (let r = 1; r <= 5; r++) got.push([1, 2, 3, 4].map(c => sheet.getCell(r, c).value ?? null));
  return JSON.stringify(got) === JSON.stringify(`+string(expected)+`) ? [] : ["it reads " + JSON.stringify(got).slice(0, 400)];
}
`, files, "exceljs@4.4.0") {
		found[p.File] = p.Message
	}
	if found["good"] != "" {
		t.Error(found["good"])
	}
	if found["torn"] == "" {
		t.Error("a torn workbook is not found")
	}
}
