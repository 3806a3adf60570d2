package lethe_test

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"reflect"
	"strings"
	"testing"

	lethe "lethe.io/go"
	lethev1 "lethe.io/go/lethe/v1"
)

var statement = &lethev1.ReceiptStatement{
	ReceiptVersion: 2, Erasure: "erasures/e1", ForgottenInteractionCount: 7,
}

func verifierOf(t *testing.T, s signer) *lethe.Verifier {
	t.Helper()
	verifier, err := lethe.NewVerifier(s.public)
	if err != nil {
		t.Fatal(err)
	}
	return verifier
}

// verdict is ACCEPTED or the name of the defect.
func verdict(t *testing.T, verifier *lethe.Verifier, receipt *lethe.Receipt) string {
	t.Helper()
	accepted, err := verifier.Verify(receipt)
	var defect lethe.Defect
	switch {
	case err == nil && accepted != nil:
		return "ACCEPTED"
	case errors.As(err, &defect) && accepted == nil:
		return string(defect)
	}
	t.Fatalf("a statement %v with the error %v", accepted, err)
	return ""
}

func TestGenuineReceiptsAreAcceptedWhereverTheyAreInTheLog(t *testing.T) {
	s := newSigner(t)
	verifier := verifierOf(t, s)
	for size := 1; size <= 20; size++ {
		for index := range size {
			equal(t, "verdict", verdict(t, verifier, s.logged(t, statement, index, size)), "ACCEPTED")
		}
	}
	accepted, err := verifier.Verify(s.logged(t, statement, 1, 3))
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "interactions", accepted.GetForgottenInteractionCount(), 7)
}

func TestEveryAlteredFieldIsFound(t *testing.T) {
	s, other := newSigner(t), newSigner(t)
	verifier := verifierOf(t, s)
	genuine := s.logged(t, statement, 1, 3)
	later := &lethev1.ReceiptStatement{ReceiptVersion: 3, Erasure: "erasures/e1"}
	for name, c := range map[string]struct {
		alter func(r *lethe.Receipt)
		want  lethe.Defect
	}{
		"name":           {func(r *lethe.Receipt) { r.Name = "erasures/e2/receipt" }, lethe.NameWrong},
		"statement":      {func(r *lethe.Receipt) { r.Statement = r.Statement[1:] }, lethe.SignatureWrong},
		"signature":      {func(r *lethe.Receipt) { r.Signature = r.Signature[1:] }, lethe.SignatureWrong},
		"no signature":   {func(r *lethe.Receipt) { r.Signature = nil }, lethe.SignatureWrong},
		"key":            {func(r *lethe.Receipt) { r.PublicKey = other.public }, lethe.KeyNotTrusted},
		"no key":         {func(r *lethe.Receipt) { r.PublicKey = nil }, lethe.KeyNotTrusted},
		"key id":         {func(r *lethe.Receipt) { r.KeyID = lethe.KeyID(other.public) }, lethe.KeyIDWrong},
		"commitment key": {func(r *lethe.Receipt) { r.CommitmentKey = []byte{1} }, lethe.CommitmentKeyWrong},
		"log":            {func(r *lethe.Receipt) { r.LogOrigin = "lethe.example/other" }, lethe.ProofWrong},
		"no log":         {func(r *lethe.Receipt) { r.LogOrigin = "" }, lethe.ProofWrong},
		"no proof":       {func(r *lethe.Receipt) { r.TransparencyProof = "" }, lethe.ProofWrong},
		"other's proof": {func(r *lethe.Receipt) {
			r.TransparencyProof = other.logged(t, statement, 1, 3).TransparencyProof
		}, lethe.ProofWrong},
		"other's place": {func(r *lethe.Receipt) {
			r.TransparencyProof = s.logged(t, later, 1, 3).TransparencyProof
		}, lethe.ProofWrong},
		"another's receipt": {func(r *lethe.Receipt) { *r = *other.logged(t, statement, 1, 3) }, lethe.KeyNotTrusted},
		"later version":     {func(r *lethe.Receipt) { *r = *s.bare(r.Name, marshal(t, later)) }, lethe.StatementVersionUnknown},
		"signed nonsense":   {func(r *lethe.Receipt) { *r = *s.bare(r.Name, []byte("nonsense")) }, lethe.StatementUnreadable},
	} {
		t.Run(name, func(t *testing.T) {
			altered := *genuine
			c.alter(&altered)
			equal(t, "verdict", verdict(t, verifier, &altered), string(c.want))
		})
	}
}

func TestMalformedProofsAreRefused(t *testing.T) {
	s := newSigner(t)
	verifier := verifierOf(t, s)
	genuine := s.logged(t, statement, 1, 3)
	proof := genuine.TransparencyProof
	witness := "\u2014 witness.example AAAAAAAA\n"
	unwritten := strings.Replace(proof, "=\n", "\r=\n", 1)
	for name, c := range map[string]struct{ proof, want string }{
		"a witness's signature":  {proof + witness, "ACCEPTED"},
		"31 witnesses":           {proof + strings.Repeat(witness, 31), "ACCEPTED"},
		"32 witnesses":           {proof + strings.Repeat(witness, 32), "PROOF_WRONG"},
		"cut off":                {strings.TrimSuffix(proof, "\n"), "PROOF_WRONG"},
		"text behind":            {proof + "more\n", "PROOF_WRONG"},
		"another format":         {strings.Replace(proof, "@v1", "@v2", 1), "PROOF_WRONG"},
		"leading zero":           {strings.Replace(proof, "index 1", "index 01", 1), "PROOF_WRONG"},
		"another index":          {strings.Replace(proof, "index 1", "index 0", 1), "PROOF_WRONG"},
		"index out of the log":   {strings.Replace(proof, "index 1", "index 3", 1), "PROOF_WRONG"},
		"number that overflows":  {strings.Replace(proof, "index 1", "index 9223372036854775808", 1), "PROOF_WRONG"},
		"carriage return":        {unwritten, "PROOF_WRONG"},
		"longer than any":        {proof + strings.Repeat(witness, 4000), "PROOF_WRONG"},
		"a hash too many":        {strings.Replace(proof, "\n\n", "\n"+encode(make([]byte, 32))+"\n\n", 1), "PROOF_WRONG"},
		"no signature":           {proof[:strings.Index(proof, "\u2014")], "PROOF_WRONG"},
		"signed for another log": {strings.Replace(proof, "\u2014 "+logName, "\u2014 x", 1), "PROOF_WRONG"},
	} {
		t.Run(name, func(t *testing.T) {
			receipt := *genuine
			receipt.TransparencyProof = c.proof
			equal(t, "verdict", verdict(t, verifier, &receipt), c.want)
		})
	}
}

func TestNoFlippedBitAndNoCutOfTheFileGoesUnnoticed(t *testing.T) {
	s := newSigner(t)
	verifier := verifierOf(t, s)
	kept := s.logged(t, statement, 1, 3).Bytes()
	accepts := func(data []byte) bool {
		receipt, err := lethe.ParseReceipt(data)
		return err == nil && verdict(t, verifier, receipt) == "ACCEPTED"
	}
	equal(t, "accepts the file", accepts(kept), true)
	for bit := range len(kept) * 8 {
		flipped := append([]byte(nil), kept...)
		flipped[bit/8] ^= 1 << (bit % 8)
		if accepts(flipped) {
			t.Errorf("bit %d was flipped unnoticed", bit)
		}
	}
	for length := range kept {
		if accepts(kept[:length]) {
			t.Errorf("cut to %d bytes unnoticed", length)
		}
	}
	// A field more, as a newer server may send, is dropped when it is received, and refused in a file.
	if accepts(append(append([]byte(nil), kept...), 0x78, 1)) {
		t.Error("a field was added unnoticed")
	}
}

func TestReceiptIsTheSameFromTheServerAndFromAFile(t *testing.T) {
	genuine := newSigner(t).logged(t, statement, 0, 1)
	s := &server{receipt: func(r *lethev1.GetReceiptRequest) (*lethev1.Receipt, error) {
		return &lethev1.Receipt{
			Name: r.GetName(), Statement: genuine.Statement, Signature: genuine.Signature,
			PublicKey: genuine.PublicKey, KeyId: genuine.KeyID, CommitmentKey: genuine.CommitmentKey,
			LogOrigin: genuine.LogOrigin, TransparencyProof: genuine.TransparencyProof,
		}, nil
	}}
	received, err := s.client(t).Erasure("erasures/e1").Receipt(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	stored, err := lethe.ParseReceipt(genuine.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "received as it is", reflect.DeepEqual(received, genuine), true)
	equal(t, "stored as it is", reflect.DeepEqual(stored, genuine), true)
}

func TestReceiptFromBeforeTheLogStandsAlone(t *testing.T) {
	s := newSigner(t)
	verifier := verifierOf(t, s)
	old := &lethev1.ReceiptStatement{ReceiptVersion: 1, Erasure: "erasures/e1"}
	receipt := s.bare("erasures/e1/receipt", marshal(t, old))
	equal(t, "verdict", verdict(t, verifier, receipt), "ACCEPTED")
	receipt.LogOrigin = logName
	equal(t, "verdict", verdict(t, verifier, receipt), "PROOF_WRONG")
}

// RFC 8032, section 7.1, test 1: the empty message. It has no receipt version, and to find that out
// the verifier must have accepted the signature.
func TestPublishedSignatureHolds(t *testing.T) {
	key := unhex(t, "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
	verifier, err := lethe.NewVerifier(key)
	if err != nil {
		t.Fatal(err)
	}
	vector := &lethe.Receipt{Name: "/receipt", PublicKey: key, KeyID: lethe.KeyID(key)}
	equal(t, "verdict", verdict(t, verifier, vector), "SIGNATURE_WRONG")
	vector.Signature = unhex(t, "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555"+
		"fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")
	equal(t, "verdict", verdict(t, verifier, vector), "STATEMENT_VERSION_UNKNOWN")
}

func TestKeysOfAnotherLengthAreRefused(t *testing.T) {
	_, err := lethe.NewVerifier(make(ed25519.PublicKey, 31))
	equal(t, "text", err.Error(), "lethe: an Ed25519 public key has 32 bytes, got 31")
	if _, err := lethe.NewVerifier(); err == nil {
		t.Error("a verifier that trusts nobody was made")
	}
}

func unhex(t *testing.T, digits string) []byte {
	t.Helper()
	data, err := hex.DecodeString(digits)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
