package lethe_test

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"reflect"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

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

func TestAnAssuranceNewerThanThisClientIsNoForgery(t *testing.T) {
	s := newSigner(t)
	for _, assurance := range []lethev1.Assurance{lethev1.Assurance_ASSURANCE_EXACT, 99} {
		newer := proto.Clone(statement).(*lethev1.ReceiptStatement)
		newer.Assurance = assurance
		accepted, err := verifierOf(t, s).Verify(s.logged(t, newer, 1, 3))
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "assurance", accepted.GetAssurance(), assurance)
	}
}

func TestEveryAlteredFieldIsFound(t *testing.T) {
	s := newSigner(t)
	verifier := verifierOf(t, s)
	genuine := s.logged(t, statement, 1, 3)
	for want, all := range alterations(t, s, newSigner(t)) {
		for name, alter := range all {
			altered := *genuine
			alter(&altered)
			equal(t, name, verdict(t, verifier, &altered), string(want))
		}
	}
}

func alterations(
	t *testing.T, s, other signer,
) map[lethe.Defect]map[string]func(*lethe.Receipt) {
	later := &lethev1.ReceiptStatement{ReceiptVersion: 3, Erasure: "erasures/e1"}
	return map[lethe.Defect]map[string]func(*lethe.Receipt){
		lethe.KeyNotTrusted: {
			"key":     func(r *lethe.Receipt) { r.PublicKey = other.public },
			"no key":  func(r *lethe.Receipt) { r.PublicKey = nil },
			"another": func(r *lethe.Receipt) { *r = *other.logged(t, statement, 1, 3) },
		},
		lethe.KeyIDWrong: {
			"key id": func(r *lethe.Receipt) { r.KeyID = lethe.KeyID(other.public) },
		},
		lethe.SignatureWrong: {
			"statement":    func(r *lethe.Receipt) { r.Statement = r.Statement[1:] },
			"signature":    func(r *lethe.Receipt) { r.Signature = r.Signature[1:] },
			"no signature": func(r *lethe.Receipt) { r.Signature = nil },
		},
		lethe.NameWrong: {
			"name": func(r *lethe.Receipt) { r.Name = "erasures/e2/receipt" },
		},
		lethe.CommitmentKeyWrong: {
			"commitment key": func(r *lethe.Receipt) { r.CommitmentKey = []byte{1} },
		},
		lethe.ProofWrong: {
			"log":           func(r *lethe.Receipt) { r.LogOrigin = "lethe.example/other" },
			"no log":        func(r *lethe.Receipt) { r.LogOrigin = "" },
			"no proof":      func(r *lethe.Receipt) { r.TransparencyProof = "" },
			"other's proof": proofOf(other.logged(t, statement, 1, 3)),
			"other's place": proofOf(s.logged(t, later, 1, 3)),
		},
		lethe.StatementVersionUnknown: {
			"later version": func(r *lethe.Receipt) { *r = *s.bare(r.Name, marshal(t, later)) },
		},
		lethe.StatementUnreadable: {
			"signed nonsense": func(r *lethe.Receipt) { *r = *s.bare(r.Name, []byte("nonsense")) },
		},
	}
}

func proofOf(donor *lethe.Receipt) func(*lethe.Receipt) {
	return func(r *lethe.Receipt) { r.TransparencyProof = donor.TransparencyProof }
}

func TestMalformedProofsAreRefused(t *testing.T) {
	s := newSigner(t)
	verifier := verifierOf(t, s)
	genuine := s.logged(t, statement, 1, 3)
	for want, proofs := range map[string]map[string]string{
		"ACCEPTED":    accepted(s, genuine.TransparencyProof),
		"PROOF_WRONG": refused(s, genuine.TransparencyProof),
	} {
		for name, altered := range proofs {
			receipt := *genuine
			receipt.TransparencyProof = altered
			equal(t, name, verdict(t, verifier, &receipt), want)
		}
	}
}

const witness = "\u2014 witness.example AAAAAAAA\n"

func accepted(s signer, proof string) map[string]string {
	head, checkpoint := halves(proof)
	return map[string]string{
		"signed again":          head + s.note(checkpoint),
		"a witness's signature": proof + witness,
		"31 witnesses":          proof + strings.Repeat(witness, 31),
	}
}

func refused(s signer, proof string) map[string]string {
	head, checkpoint := halves(proof)
	indexed := func(index string) string {
		return strings.Replace(proof, "index 1\n", "index "+index+"\n", 1)
	}
	longest := strings.Replace(witness, "witness", strings.Repeat("w", 1<<16), 1)
	zero := encode(make([]byte, 32))
	return map[string]string{
		"32 witnesses":           proof + strings.Repeat(witness, 32),
		"longer than any":        proof + longest,
		"cut off":                strings.TrimSuffix(proof, "\n"),
		"text behind":            proof + "more\n",
		"another format":         strings.Replace(proof, "@v1", "@v2", 1),
		"leading zero":           indexed("01"),
		"another index":          indexed("0"),
		"index out of the log":   indexed("3"),
		"number that overflows":  indexed("9223372036854775808"),
		"carriage return":        strings.Replace(proof, "=\n", "\r=\n", 1),
		"a hash too many":        strings.Replace(proof, "\n\n", "\n"+zero+"\n\n", 1),
		"no signature":           proof[:strings.Index(proof, "\u2014")],
		"signed for another log": strings.Replace(proof, "\u2014 "+logName, "\u2014 x", 1),
		"of another log":         head + s.note(strings.Replace(checkpoint, logName, "x", 1)),
		"of a larger log":        head + s.note(strings.Replace(checkpoint, "\n3\n", "\n7\n", 1)),
	}
}

// halves are a proof up to its checkpoint, and the checkpoint's text.
func halves(proof string) (head, checkpoint string) {
	head, rest, _ := strings.Cut(proof, "\n\n")
	checkpoint, _, _ = strings.Cut(rest, "\n\n")
	return head + "\n\n", checkpoint + "\n"
}

// The holder may take the commitment key away; whatever else is accepted says what it said.
func TestNoFlippedBitAndNoCutOfTheFileSaysSomethingElse(t *testing.T) {
	s := newSigner(t)
	verifier := verifierOf(t, s)
	genuine := s.logged(t, statement, 1, 3)
	kept, without := genuine.Bytes(), *genuine
	without.CommitmentKey = nil
	accepted := func(data []byte) *lethe.Receipt {
		receipt, err := lethe.ParseReceipt(data)
		if err != nil || verdict(t, verifier, receipt) != "ACCEPTED" {
			return nil
		}
		return receipt
	}
	equal(t, "accepts the file", reflect.DeepEqual(accepted(kept), genuine), true)
	for bit := range len(kept) * 8 {
		flipped := append([]byte(nil), kept...)
		flipped[bit/8] ^= 1 << (bit % 8)
		if receipt := accepted(flipped); receipt != nil &&
			!reflect.DeepEqual(receipt, genuine) && !reflect.DeepEqual(receipt, &without) {
			t.Errorf("bit %d was flipped unnoticed", bit)
		}
	}
	for length := range kept {
		if accepted(kept[:length]) != nil {
			t.Errorf("cut to %d bytes unnoticed", length)
		}
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
		t.Error("a verifier that trusts no key was made")
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
