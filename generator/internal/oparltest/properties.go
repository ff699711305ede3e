package oparltest

// properties lists what OParl 1.1 knows of each type: "name kind", with "!"
// behind what must be there. Kinds in brackets are lists; a kind with a
// capital is an embedded object of that type. What every object has stands in
// common. Properties that the standard takes back ("sha1Checksum") or that a
// static tree must not have ("downloadUrl") are missing on purpose.
var properties = map[string]string{
	"System": `oparlVersion url!, otherOparlVersions [url], license url, body url!, name string!, contactEmail string, contactName string!, website url!,
		vendor url, product url`,
	"Body": `system url!, shortName string!, name string!, website url, license url, licenseValidSince time, oparlSince time, ags string, rgs string,
		equivalent [url], contactEmail string, contactName string!, organization url!, person url!, meeting url!, paper url!,
		legislativeTerm [LegislativeTerm]!, agendaItem url!, consultation url!, file url!, locationList url!, legislativeTermList url!, membership url!,
		classification string, location Location!, mainOrganization url`,
	"Organization": `body url!, name string!, membership [url], meeting url, consultation url, shortName string!, post [string], subOrganizationOf url,
		organizationType string!, classification string, startDate date, endDate date, website url, location Location, externalBody url, memberCount int,
		votingMemberCount int`,
	"Person": `body url!, name string!, familyName string, givenName string, formOfAddress string, affix string, title [string], gender string,
		status [string], membership [Membership], life string, lifeSource string`,
	"Membership": `person url, organization url!, role string, votingRight bool, startDate date, endDate date, onBehalfOf url`,
	"Meeting": `name string!, meetingState string!, cancelled bool!, start time!, end time, location Location, organization [url]!, participant [url],
		invitation File, resultsProtocol File, verbatimProtocol File, auxiliaryFile [File], agendaItem [AgendaItem]!`,
	"AgendaItem": `meeting url, number string, order int!, name string!, public bool!, consultation url, result string, resolutionText string,
		resolutionFile File, auxiliaryFile [File], start time, end time`,
	"Paper": `body url!, name string!, reference string!, date date, paperType string!, relatedPaper [url], superordinatedPaper [url],
		subordinatedPaper [url], mainFile File, auxiliaryFile [File], location [Location], originatorPerson [url], underDirectionOf [url],
		originatorOrganization [url], consultation [Consultation]!`,
	"Consultation": `paper url, agendaItem url, meeting url, organization [url]!, authoritative bool, role string`,
	"File": `name string!, fileName string, mimeType string!, date date, size int, sha512Checksum string, text string, accessUrl url!,
		externalServiceUrl url, masterFile url, derivativeFile [url], fileLicense url, meeting [url], agendaItem [url], person url, paper [url]`,
	"Location": `description string!, geojson object, streetAddress string, room string, postalCode string, subLocality string, locality string,
		bodies [url], organizations [url], persons [url], meetings [url], papers [url]`,
	"LegislativeTerm": `body url, name string!, startDate date, endDate date`,
}

const common = `id url!, type string!, license string, keyword [string], created time!, modified time!, web url, deleted bool`

// back lists the references that lead back to where an object is embedded.
// Only its stand-alone form has them.
var back = map[string][]string{
	"LegislativeTerm": {"body"}, "Membership": {"person"}, "AgendaItem": {"meeting"}, "Consultation": {"paper"}, "File": {"paper", "meeting"},
	"Location": {"bodies", "meetings", "papers"},
}

// alone lists the reference that the stand-alone form must have.
var alone = map[string]string{"LegislativeTerm": "body", "Membership": "person", "AgendaItem": "meeting", "Consultation": "paper"}

// listsOf are the lists of a Body by the type of their objects.
var listsOf = map[string]string{"Organization": "organization", "Person": "person", "Meeting": "meeting", "Paper": "paper", "AgendaItem": "agendaItem",
	"Consultation": "consultation", "File": "file", "Location": "locationList", "LegislativeTerm": "legislativeTermList", "Membership": "membership"}
