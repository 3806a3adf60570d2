// Command pack writes the module in the current folder, as it would be published, into a folder that
// is a GOPROXY: of this machine as file://FOLDER, of everybody's behind any web server.
//
//	go run ./internal/pack FOLDER VERSION
package main

import (
	"archive/zip"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

const module = "lethe.io/go"

func main() {
	if len(os.Args) != 3 || !strings.HasPrefix(os.Args[2], "v") {
		fmt.Fprintln(os.Stderr, "usage: go run ./internal/pack FOLDER VERSION, such as v0.1.0")
		os.Exit(2)
	}
	if err := pack(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "pack:", err)
		os.Exit(1)
	}
}

// pack lays the files out as https://go.dev/ref/mod#goproxy-protocol wants them.
func pack(proxy, version string) error {
	folder := filepath.Join(proxy, filepath.FromSlash(module), "@v")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	mod, err := os.ReadFile("go.mod")
	if err != nil {
		return err
	}
	for name, text := range map[string]string{
		"list":            version + "\n",
		version + ".info": fmt.Sprintf("{%q:%q}\n", "Version", version),
		version + ".mod":  string(mod),
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	file, err := os.Create(filepath.Join(folder, version+".zip"))
	if err != nil {
		return err
	}
	if err := write(file, module+"@"+version+"/"); err != nil {
		file.Close()
		return err
	}
	return file.Close()
}

// write zips what belongs to the module, in order and without times: the same files, the same bytes.
func write(file *os.File, prefix string) error {
	archive := zip.NewWriter(file)
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		switch {
		case entry.IsDir() && (name == "target" || strings.HasPrefix(name, ".") && path != "."):
			return fs.SkipDir
		case entry.IsDir() || strings.HasPrefix(name, "."):
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return add(archive, prefix+filepath.ToSlash(path), data)
	})
	if err != nil {
		return err
	}
	return archive.Close()
}

func add(archive *zip.Writer, name string, data []byte) error {
	entry, err := archive.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
	if err != nil {
		return err
	}
	_, err = entry.Write(data)
	return err
}
