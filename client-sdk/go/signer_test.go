package lethe_test

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

	lethe "lethe.io/go"
	lethev1 "lethe.io/go/lethe/v1"
)

const logName = "lethe.example/log"

// signer makes receipts as a server does.
type signer struct {
	key    ed25519.PrivateKey
	public ed25519.PublicKey
}

func newSigner(t *testing.T) signer {
	t.Helper()
	public, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	return signer{key, public}
}

// bare is a receipt as before there was a log.
func (s signer) bare(name string, statement []byte) *lethe.Receipt {
	return &lethe.Receipt{
		Name: name, Statement: statement, Signature: ed25519.Sign(s.key, statement),
		PublicKey: s.public, KeyID: lethe.KeyID(s.public),
	}
}

// logged is a receipt under a commitment key, and the leaf at an index of a log of a size.
func (s signer) logged(
	t *testing.T, statement *lethev1.ReceiptStatement, index, size int,
) *lethe.Receipt {
	t.Helper()
	commitmentKey := make([]byte, 32)
	statement = proto.Clone(statement).(*lethev1.ReceiptStatement)
	statement.CommitmentKeyDigest = lethe.KeyID(commitmentKey)
	receipt := s.bare(statement.GetErasure()+"/receipt", marshal(t, statement))
	receipt.CommitmentKey, receipt.LogOrigin = commitmentKey, logName

	leaves := make([][]byte, size)
	for i := range leaves {
		leaves[i] = fmt.Appendf(nil, "leaf %d", i)
	}
	leaves[index] = receipt.Statement
	var proof strings.Builder
	fmt.Fprintf(&proof, "c2sp.org/tlog-proof@v1\nindex %d\n", index)
	for _, sibling := range pathTo(index, leaves) {
		proof.WriteString(encode(sibling) + "\n")
	}
	checkpoint := fmt.Sprintf("%s\n%d\n%s\n", logName, size, encode(rootOf(leaves)))
	proof.WriteString("\n" + s.note(checkpoint))
	receipt.TransparencyProof = proof.String()
	return receipt
}

// note is a text and its signature under the log's name.
func (s signer) note(text string) string {
	id := sha256.Sum256([]byte(logName + "\n\x01" + string(s.public)))
	signature := append(id[:4:4], ed25519.Sign(s.key, []byte(text))...)
	return text + "\n\u2014 " + logName + " " + encode(signature) + "\n"
}

// rootOf is MTH of RFC 9162, section 2.1.1, word by word.
func rootOf(leaves [][]byte) []byte {
	if len(leaves) == 1 {
		digest := sha256.Sum256(append([]byte{0}, leaves[0]...))
		return digest[:]
	}
	k := halfOf(len(leaves))
	children := append([]byte{1}, rootOf(leaves[:k])...)
	digest := sha256.Sum256(append(children, rootOf(leaves[k:])...))
	return digest[:]
}

// pathTo is PATH of RFC 9162, section 2.1.3.1, word by word.
func pathTo(index int, leaves [][]byte) [][]byte {
	if len(leaves) == 1 {
		return nil
	}
	k := halfOf(len(leaves))
	if index < k {
		return append(pathTo(index, leaves[:k]), rootOf(leaves[k:]))
	}
	return append(pathTo(index-k, leaves[k:]), rootOf(leaves[:k]))
}

// halfOf is the largest power of two below n.
func halfOf(n int) int {
	k := 1
	for 2*k < n {
		k *= 2
	}
	return k
}

func encode(data []byte) string { return base64.StdEncoding.EncodeToString(data) }

func marshal(t *testing.T, message proto.Message) []byte {
	t.Helper()
	data, err := proto.Marshal(message)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
