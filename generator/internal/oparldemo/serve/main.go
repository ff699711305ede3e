// Serve is a council system on this machine that speaks OParl: the example
// council, or a folder of OParl objects, to try an import on.
package main

import (
	"flag"
	"fmt"
	"log"
	"net/http"
	"os"
	"slices"
	"strings"

	"offenlage/generator/internal/oparldemo"
)

func main() {
	address := flag.String("addr", "127.0.0.1:8790", "where to listen")
	dir := flag.String("dir", "", "folder of OParl objects (default: the example council)")
	site := flag.String("site", ".", "folder of the example site")
	fault := flag.String("fault", "", "misbehave: "+strings.Join(oparldemo.Faults(), ", "))
	flag.Parse()
	if *fault != "" && !slices.Contains(oparldemo.Faults(), *fault) {
		log.Fatalf("there is no fault %q: %s", *fault, strings.Join(oparldemo.Faults(), ", "))
	}
	server := &oparldemo.Server{Fault: *fault}
	var err error
	if *dir != "" {
		server.Objects, err = oparldemo.Folder(os.DirFS(*dir))
	} else {
		server.Objects, err = oparldemo.Example(os.DirFS(*site), "http://"+*address)
	}
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("A council system for trying: http://%s/system\nImport it with: offenlage import oparl http://%s/system --rate 20\n", *address, *address)
	log.Fatal(http.ListenAndServe(*address, server))
}
