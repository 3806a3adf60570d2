package lethe

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"regexp"
	"strconv"
	"strings"
)

const (
	proofBytesMax  = 65_536
	signaturesMax  = 32
	proofFirstLine = "c2sp.org/tlog-proof@v1"
)

var (
	number        = regexp.MustCompile(`^(0|[1-9][0-9]{0,17})$`)
	signatureLine = regexp.MustCompile(`^\x{2014} ([^ ]+) ([A-Za-z0-9+/]+={0,2})$`)
)

// logKey is a server's key by the name of its log (c2sp.org/signed-note).
type logKey struct {
	origin string
	key    ed25519.PublicKey
}

// id is what stands before the signature in a line of this key's.
func (l logKey) id() []byte {
	digest := sha256.Sum256([]byte(l.origin + "\n\x01" + string(l.key)))
	return digest[:4]
}

// holds says whether a statement is in the log: by a proof in the text form of c2sp.org/tlog-proof,
// its path (RFC 9162, section 2.1.3) and its signed checkpoint.
func (l logKey) holds(statement []byte, proof string) bool {
	if len(proof) > proofBytesMax {
		return false
	}
	first, rest, _ := strings.Cut(proof, "\n")
	second, rest, _ := strings.Cut(rest, "\n")
	index, ok := numberOf(strings.CutPrefix(second, "index "))
	if first != proofFirstLine || !ok {
		return false
	}
	path, checkpoint, ok := readPath(rest)
	if !ok {
		return false
	}
	text, signatures, ok := strings.Cut(checkpoint, "\n\n")
	lines := strings.Split(text, "\n")
	if !ok || len(lines) != 3 || lines[0] == "" || lines[0] != l.origin ||
		!l.signed(text+"\n", signatures) {
		return false
	}
	size, sizeOK := numberOf(lines[1], true)
	root, rootOK := decodeHash(lines[2])
	return sizeOK && rootOK && leads(index, size, hash(0, statement), path, root)
}

// readPath reads hashes up to an empty line, and returns what follows it.
func readPath(text string) (path [][]byte, rest string, ok bool) {
	for {
		line, after, found := strings.Cut(text, "\n")
		if !found {
			return nil, "", false
		}
		if line == "" {
			return path, after, true
		}
		sibling, ok := decodeHash(line)
		if !ok {
			return nil, "", false
		}
		path, text = append(path, sibling), after
	}
}

// signed says whether the log's key signed the text. Signatures of others are none of our business;
// every one of the log's must be right.
func (l logKey) signed(text, signatures string) bool {
	lines := strings.SplitAfter(signatures, "\n")
	if lines[len(lines)-1] != "" || len(lines)-1 > signaturesMax {
		return false
	}
	found := false
	for _, line := range lines[:len(lines)-1] {
		parts := signatureLine.FindStringSubmatch(strings.TrimSuffix(line, "\n"))
		if parts == nil {
			return false
		}
		signature, ok := bytes.CutPrefix(decode(parts[2]), l.id())
		if parts[1] != l.origin || !ok {
			continue
		}
		if !ed25519.Verify(l.key, []byte(text), signature) {
			return false
		}
		found = true
	}
	return found
}

func leads(index, size int64, leaf []byte, path [][]byte, root []byte) bool {
	if index >= size {
		return false
	}
	node, last := index, size-1
	for _, sibling := range path {
		if last == 0 {
			return false
		}
		if node%2 == 1 || node == last {
			leaf = hash(1, sibling, leaf)
			for node%2 == 0 && node != 0 {
				node, last = node/2, last/2
			}
		} else {
			leaf = hash(1, leaf, sibling)
		}
		node, last = node/2, last/2
	}
	return last == 0 && bytes.Equal(leaf, root)
}

func hash(kind byte, parts ...[]byte) []byte {
	digest := sha256.New()
	digest.Write([]byte{kind})
	for _, part := range parts {
		digest.Write(part)
	}
	return digest.Sum(nil)
}

func numberOf(text string, ok bool) (int64, bool) {
	if !ok || !number.MatchString(text) {
		return 0, false
	}
	value, err := strconv.ParseInt(text, 10, 64)
	return value, err == nil
}

func decodeHash(text string) ([]byte, bool) {
	digest := decode(text)
	return digest, len(digest) == sha256.Size
}

// decode gives nothing for base 64 that no encoder writes.
func decode(text string) []byte {
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil || base64.StdEncoding.EncodeToString(data) != text {
		return nil
	}
	return data
}
