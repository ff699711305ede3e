package validator

// Statements is a script that defines the function statements(text): text holds
// one graph as Turtle, RDF/XML and JSON-LD, as JSON with the keys "ttl", "rdf"
// and "jsonld". Three readers take them in; turtle is what stands in the
// first, a line a statement, and bad says where the others differ.
const Statements = `
import { Parser } from "n3";
import { RdfXmlParser } from "rdfxml-streaming-parser";
import jsonld from "jsonld";
const term = t => t.termType == "Literal" ? JSON.stringify(t.value) + (t.language ? "@" + t.language : "^^" + t.datatype.value) : "<" + t.value + ">";
const lines = quads => quads.map(q => [q.subject, q.predicate, q.object].map(term).join(" ")).sort();
const xml = text => new Promise((resolve, reject) => {
  const quads = [], parser = new RdfXmlParser({ baseIRI: "https://x.example/" });
  parser.on("data", q => quads.push(q)).on("error", reject).on("end", () => resolve(quads));
  parser.write(text); parser.end();
});
async function statements(text) {
  const forms = JSON.parse(text);
  const turtle = lines(new Parser({ format: "text/turtle" }).parse(forms.ttl));
  const others = { rdf: lines(await xml(forms.rdf)), jsonld: lines(await jsonld.toRDF(JSON.parse(forms.jsonld), { safe: true, documentLoader: url => { throw new Error("asks for " + url); } })) };
  const bad = [];
  for (const [form, found] of Object.entries(others))
    for (const [a, b, where] of [[turtle, found, form], [found, turtle, "ttl"]])
      bad.push(...a.filter(x => !b.includes(x)).map(x => "not in " + where + ": " + x));
  return { turtle, bad };
}
`

// StatementsPackages are what Statements needs.
var StatementsPackages = []string{"n3@2.13.12", "rdfxml-streaming-parser@3.3.0", "jsonld@9.0.0"}

// Catalogue is a script that defines the function catalogue(lines, base): it
// holds statements, as Statements returns them, against how often DCAT-AP.de
// 3.0 wants or allows each property, and of what kind its values are.
const Catalogue = `
const dcat = "http://www.w3.org/ns/dcat#", dct = "http://purl.org/dc/terms/", foaf = "http://xmlns.com/foaf/0.1/", spdx = "http://spdx.org/rdf/terms#", vcard = "http://www.w3.org/2006/vcard/ns#", xsd = "http://www.w3.org/2001/XMLSchema#";
const iri = /^<[a-z]+:[^<> ]+>$/, text = /^".+"(@[a-z-]+|\^\^http:\/\/www.w3.org\/2001\/XMLSchema#string)$/s;
const typed = (type, form) => new RegExp('^"' + form + '"\\^\\^' + xsd + "(" + type + ")$");
const day = typed("date", "\\d{4}-\\d\\d-\\d\\d"), time = typed("date|dateTime", "\\d{4}-\\d\\d-\\d\\d(T\\d\\d:\\d\\d:\\d\\d(Z|[+-]\\d\\d:\\d\\d))?");
const eu = list => new RegExp("^<http://publications.europa.eu/resource/authority/" + list + "/[A-Z_]+>$");
const rules = {
  [dcat + "Catalog"]: { [dct + "title"]: [1, 9, text], [dct + "description"]: [1, 9, text], [dct + "publisher"]: [1, 1, iri], [dcat + "dataset"]: [1, 99, iri], [foaf + "homepage"]: [0, 1, iri], [dct + "license"]: [0, 1, iri], [dct + "modified"]: [0, 1, time], [dct + "language"]: [0, 9, eu("language")], [dct + "spatial"]: [0, 9, iri] },
  [dcat + "Dataset"]: { [dct + "title"]: [1, 9, text], [dct + "description"]: [1, 9, text], [dct + "publisher"]: [1, 1, iri], [dct + "identifier"]: [1, 1, text], [dcat + "distribution"]: [1, 99, iri], [dcat + "theme"]: [1, 9, eu("data-theme")], [dct + "accrualPeriodicity"]: [0, 1, eu("frequency")], [dct + "modified"]: [0, 1, time], [dct + "temporal"]: [0, 1, iri], [dcat + "landingPage"]: [0, 1, iri], [dcat + "contactPoint"]: [0, 1, iri], [dcat + "keyword"]: [1, 9, text], [dct + "spatial"]: [0, 1, /^<http:\/\/dcat-ap.de\/def\/politicalGeocoding\/municipalityKey\/\d{8}>$/] },
  [dcat + "Distribution"]: { [dct + "title"]: [1, 9, text], [dcat + "accessURL"]: [1, 1, iri], [dcat + "downloadURL"]: [0, 1, iri], [dct + "license"]: [1, 1, /^<http:\/\/dcat-ap.de\/def\/licenses\/[a-z0-9.\/-]+>$/], [dct + "format"]: [0, 1, eu("file-type")], [dcat + "mediaType"]: [1, 1, /^<https:\/\/www.iana.org\/assignments\/media-types\/[a-z]+\/[a-z0-9.+-]+>$/], [dcat + "byteSize"]: [1, 1, typed("nonNegativeInteger", "\\d+")], [spdx + "checksum"]: [0, 1, iri] },
  [spdx + "Checksum"]: { [spdx + "algorithm"]: [1, 1, iri], [spdx + "checksumValue"]: [1, 1, typed("hexBinary", "[0-9a-f]{64}")] },
  [dct + "PeriodOfTime"]: { [dcat + "startDate"]: [1, 1, day], [dcat + "endDate"]: [1, 1, day] },
  [foaf + "Agent"]: { [foaf + "name"]: [1, 9, text] },
  [vcard + "Kind"]: { [vcard + "fn"]: [1, 1, text], [vcard + "hasEmail"]: [0, 1, /^<mailto:[^@ ]+@[^@ ]+>$/] },
};
const needs = { publisher: foaf + "Agent", dataset: dcat + "Dataset", distribution: dcat + "Distribution", checksum: spdx + "Checksum", temporal: dct + "PeriodOfTime", contactPoint: vcard + "Kind", spatial: dct + "Location", homepage: foaf + "Document", landingPage: foaf + "Document" };
function catalogue(lines, base) {
  const bad = [], things = new Map();
  for (const line of lines) {
    const [, subject, predicate, object] = line.match(/^<([^>]*)> <([^>]*)> (.*)$/s);
    const thing = things.get(subject) ?? things.set(subject, new Map()).get(subject);
    thing.set(predicate, [...thing.get(predicate) ?? [], object]);
  }
  const type = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
  const is = (subject, wanted) => things.get(subject)?.get(type)?.includes("<" + wanted + ">");
  let catalogues = 0;
  for (const [subject, thing] of things) {
    const types = thing.get(type) ?? [];
    if (!types.length) bad.push(subject + " is of no type");
    if (is(subject, dcat + "Catalog")) catalogues++;
    for (const name of types) for (const [property, [least, most, form]] of Object.entries(rules[name.slice(1, -1)] ?? {})) {
      const values = thing.get(property) ?? [];
      if (values.length < least || values.length > most) bad.push(subject + " has " + values.length + " " + property);
      for (const v of values) if (!form.test(v)) bad.push(subject + " has the " + property + " " + v);
    }
    for (const [property, values] of thing) {
      const wanted = needs[property.replace(/.*[#\/]/, "")];
      for (const v of values) if (wanted && !is(v.slice(1, -1), wanted)) bad.push(v + " is no " + wanted);
    }
  }
  if (catalogues != 1) bad.push(catalogues + " catalogues");
  return bad;
}
`
