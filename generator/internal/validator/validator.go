// Package validator asks programs that are not ours whether a file is what
// it claims to be; for tests. They come from npm at fixed versions, into the
// cache folder of whoever runs the tests.
//
// A validator that is not there is installed when the variable
// VALIDATORS_REQUIRED is set, as "make test" does, and then a test fails
// without it. Otherwise the test is skipped.
package validator

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Required tells that tests may not be skipped for want of a program.
func Required() bool { return os.Getenv("VALIDATORS_REQUIRED") != "" }

// Program returns the path of a program, or skips the test.
func Program(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		missing(t, "there is no program "+name)
	}
	return path
}

func missing(t testing.TB, why string) {
	t.Helper()
	if Required() {
		t.Fatal(why)
	}
	t.Skip(why + " (VALIDATORS_REQUIRED=1 installs what is missing)")
}

// Modules returns a folder that has packages of npm, each "name@version", in
// its node_modules.
func Modules(t testing.TB, packages ...string) string {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	sum := sha256.Sum256([]byte(strings.Join(packages, " ")))
	dir := filepath.Join(cache, "offenlage-validators", hex.EncodeToString(sum[:6]))
	done := filepath.Join(dir, "installed")
	if _, err := os.Stat(done); err == nil {
		return dir
	}
	if !Required() {
		missing(t, strings.Join(packages, " ")+" is not installed")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	install := exec.Command(Program(t, "npm"), append([]string{"install", "--prefix", dir, "--ignore-scripts", "--no-audit", "--no-fund", "--silent"}, packages...)...)
	install.Dir = dir
	if log, err := install.CombinedOutput(); err != nil {
		t.Fatalf("npm: %v\n%s", err, log)
	}
	if err := os.WriteFile(done, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

// Problem is what a validator found wrong with a file.
type Problem struct{ File, Message string }

// Node runs a script of JavaScript, a module with the packages of npm at
// hand. It defines the function check(name, text), which throws or returns a
// list of complaints, for each of the files, and may await. Node returns what
// was found.
func Node(t testing.TB, script string, files map[string]string, packages ...string) (problems []Problem) {
	t.Helper()
	const frame = `
import { readFileSync } from "node:fs";
const found = [];
for (const [name, text] of Object.entries(JSON.parse(readFileSync(0, "utf8")))) {
  try {
    for (const message of await check(name, text)) found.push({ File: name, Message: message });
  } catch (error) {
    found.push({ File: name, Message: String(error) });
  }
}
console.log(JSON.stringify(found));
`
	dir := Modules(t, packages...)
	in, err := json.Marshal(files)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(Program(t, "node"), "--input-type=module", "--eval", script+frame)
	cmd.Dir, cmd.Stdin = dir, bytes.NewReader(in)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("node: %v\n%s", err, complaint.String())
	}
	if err := json.Unmarshal(out, &problems); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return problems
}
