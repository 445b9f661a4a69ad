package official

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"chancery/archive/ocfl"
	"chancery/layout"
	"chancery/source"
)

// The names of PREMIS 3.0 (Library of Congress, premis.xsd); the order of the fields
// is that of the schema.
const (
	premisNS = "http://www.loc.gov/premis/v3"
	xsiNS    = "http://www.w3.org/2001/XMLSchema-instance"
)

// premis is a PREMIS document: what there is, what happened, who did it.
type premis struct {
	XMLName xml.Name `xml:"premis"`
	NS      string   `xml:"xmlns,attr"`
	XSI     string   `xml:"xmlns:xsi,attr"`
	Version string   `xml:"version,attr"`

	Objects []premisObject `xml:"object"`
	Events  []event        `xml:"event"`
	Agents  []agent        `xml:"agent"`
}

// premisObject is the document (an intellectual entity), or one of its files.
type premisObject struct {
	Type            string           `xml:"xsi:type,attr"`
	Identifier      identifier       `xml:"objectIdentifier"`
	Characteristics *characteristics `xml:"objectCharacteristics"`
	OriginalName    string           `xml:"originalName,omitempty"`
}

type identifier struct {
	Type  string `xml:"objectIdentifierType"`
	Value string `xml:"objectIdentifierValue"`
}

type characteristics struct {
	Algorithm string `xml:"fixity>messageDigestAlgorithm"`
	Digest    string `xml:"fixity>messageDigest"`
	Size      int64  `xml:"size"`
	Format    string `xml:"format>formatDesignation>formatName"`
}

// event is something that happened. Types are those of the Library of Congress's
// vocabulary eventType.
type event struct {
	IDType  string   `xml:"eventIdentifier>eventIdentifierType"`
	ID      string   `xml:"eventIdentifier>eventIdentifierValue"`
	Type    string   `xml:"eventType"`
	Time    string   `xml:"eventDateTime"`
	Detail  string   `xml:"eventDetailInformation>eventDetail"`
	Outcome outcome  `xml:"eventOutcomeInformation"`
	Agents  []linked `xml:"linkingAgentIdentifier"`
	Objects []about  `xml:"linkingObjectIdentifier"`
}

type outcome struct {
	Outcome string   `xml:"eventOutcome"`
	Notes   []string `xml:"eventOutcomeDetail>eventOutcomeDetailNote,omitempty"`
}

type linked struct {
	Type  string `xml:"linkingAgentIdentifierType"`
	Value string `xml:"linkingAgentIdentifierValue"`
	Role  string `xml:"linkingAgentRole,omitempty"`
}

type about struct {
	Type  string `xml:"linkingObjectIdentifierType"`
	Value string `xml:"linkingObjectIdentifierValue"`
}

type agent struct {
	IDType  string `xml:"agentIdentifier>agentIdentifierType"`
	ID      string `xml:"agentIdentifier>agentIdentifierValue"`
	Name    string `xml:"agentName"`
	Type    string `xml:"agentType"`
	Version string `xml:"agentVersion,omitempty"`
}

// history reads the events of a document so far; nil begins anew.
func history(ctx context.Context, d *Document) (*premis, error) {
	p := &premis{}
	if d == nil {
		return p, nil
	}
	data, err := d.Read(ctx, 0, premisName)
	if errors.Is(err, fs.ErrNotExist) {
		return p, nil
	}
	if err != nil {
		return nil, err
	}
	if err := xml.Unmarshal(data, p); err != nil {
		return nil, fmt.Errorf("%s: %s cannot be read: %w", d.Record.ID, premisName, err)
	}
	p.Objects = nil // of the version that is to come
	return p, nil
}

// happened adds an event of a document, or of the store.
func (p *premis) happened(id, kind, detail, result string, at time.Time, by ocfl.User, notes ...string) *event {
	stamp := at.UTC().Format(time.RFC3339)
	e := event{IDType: "UUID", Type: kind, Time: stamp, Detail: detail, Outcome: outcome{result, notes}}
	e.ID = source.NameUUID(fmt.Sprintf("chancery:event:%s/%s/%s/%d", id, kind, stamp, len(p.Events)))
	e.Agents = []linked{p.software()}
	if by.Name != "" {
		e.Agents = append(e.Agents, p.person(by))
	}
	e.Objects = []about{{"URI", id}}
	p.Events = append(p.Events, e)
	return &p.Events[len(p.Events)-1]
}

// software and person give a link to an agent, which they add where it is new.
func (p *premis) software() linked {
	id := "chancery/" + layout.Version
	p.agent(agent{"local", id, "Chancery", "software", layout.Version})
	return linked{"local", id, "executing program"}
}

func (p *premis) person(u ocfl.User) linked {
	kind, id := "URI", u.Address
	if id == "" {
		kind, id = "local", u.Name
	}
	p.agent(agent{kind, id, u.Name, "person", ""})
	return linked{kind, id, "authorizer"}
}

func (p *premis) agent(a agent) {
	for _, known := range p.Agents {
		if known.IDType == a.IDType && known.ID == a.ID && known.Name == a.Name {
			return
		}
	}
	p.Agents = append(p.Agents, a)
}

// stored notes what making and storing a version was.
func (p *premis) stored(r *Record, version int, o PutOptions) {
	p.happened(r.ID, "creation", fmt.Sprintf("built from source/ by Chancery %s, %s, %s/%s", r.Tool.Version, r.Tool.Go, r.Tool.OS, r.Tool.Arch), "success", o.Now, o.By)
	for _, f := range r.Files {
		if f.Signed() {
			p.happened(r.ID, "digital signature generation", f.Name+" was signed: what follows its first "+fmt.Sprint(f.Built)+" bytes", "success", o.Now, o.By)
		}
	}
	for _, s := range o.Signatures {
		p.happened(r.ID, "digital signature generation", "signatures/"+s.Name, "success", o.Now, o.By)
	}
	for _, rep := range o.Reports {
		p.happened(r.ID, "validation", "as reports/"+rep.Name+" says", "see the report", o.Now, o.By)
	}
	p.happened(r.ID, "message digest calculation", "SHA-512 of every file", "success", o.Now, o.By)
	p.happened(r.ID, "ingestion end", fmt.Sprintf("stored as version %d: %s", version, o.Message), "success", o.Now, o.By)
}

// formats are the media types of what is issued.
var formats = map[string]string{".pdf": "application/pdf", ".epub": "application/epub+zip"}

// encode gives the document, with what a record says of the files.
func (p *premis) encode(r *Record) []byte {
	p.Objects = []premisObject{{Type: "intellectualEntity", Identifier: identifier{"URI", r.ID}}}
	for _, f := range r.Files {
		format := ""
		for ext, name := range formats {
			if strings.HasSuffix(f.Name, ext) {
				format = name
			}
		}
		p.Objects = append(p.Objects, premisObject{Type: "file", Identifier: identifier{"local", f.Name},
			Characteristics: &characteristics{"SHA-256", f.SHA256, f.Bytes, format}, OriginalName: f.Name[len("documents/"):]})
	}
	return p.bytes()
}

// bytes gives the XML.
func (p *premis) bytes() []byte {
	p.XMLName = xml.Name{Local: "premis"}
	p.NS, p.XSI, p.Version = premisNS, xsiNS, "3.0"
	out, err := xml.MarshalIndent(p, "", "  ")
	if err != nil {
		panic(err) // of strings and numbers
	}
	return append([]byte(xml.Header), append(out, '\n')...)
}
