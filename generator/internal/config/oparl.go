package config

import (
	"strings"

	"offenlage/generator/internal/table"
)

// OParl says what the OParl tree holds and what it says about the city.
type OParl struct {
	// Enabled makes the tree.
	Enabled bool
	// Main gives files of their own only to the main kinds of objects:
	// others stand inside those and in lists.
	Main bool
	// Texts puts the texts of papers, minutes and attachments into the
	// objects; without it they stand in files of their own only.
	Texts bool
	// ShortName is that of the city, Publisher when not given.
	ShortName string
	// ContactName and ContactEmail say who answers questions about the data;
	// the name is Publisher when not given, the address "".
	ContactName, ContactEmail string
	// AGS is the official municipality key, eight digits; "" when not given.
	AGS string
}

func oparl(t *table.Table, publisher string) OParl {
	o := OParl{Enabled: true, Texts: true, ShortName: publisher, ContactName: publisher}
	if t == nil {
		return o
	}
	o.Enabled = t.Bool("enabled", true)
	o.Texts = t.Bool("texts", true)
	switch objects := t.String("objects"); objects {
	case "", "all":
	case "main":
		o.Main = true
	default:
		t.Errorf("bad-value", "objects", `write objects = "all" or objects = "main"`, "%q says nothing about objects", objects)
	}
	if s := t.String("short_name"); s != "" {
		o.ShortName = s
	}
	if s := t.String("contact_name"); s != "" {
		o.ContactName = s
	}
	o.ContactEmail = t.String("contact_email")
	o.AGS = t.String("ags")
	if o.AGS != "" && (len(o.AGS) != 8 || strings.Trim(o.AGS, "0123456789") != "") {
		t.Errorf("bad-value", "ags", `write all eight digits: ags = "05382060"`, "%q is no municipality key", o.AGS)
		o.AGS = ""
	}
	return o
}
