package lethe

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"google.golang.org/protobuf/proto"

	lethev1 "lethe.io/go/lethe/v1"
)

// Versions of a statement's meaning.
const (
	statementBeforeTheLog = 1
	statementVersion      = 2
)

// Defect is what is wrong with a receipt: nothing in it may be believed. It is the error of
// [Verifier.Verify], to be compared with the constants below.
type Defect string

const (
	// The key in it is not one that is trusted.
	KeyNotTrusted Defect = "KEY_NOT_TRUSTED"
	// The key id is not that of the key.
	KeyIDWrong Defect = "KEY_ID_WRONG"
	// The key did not sign these bytes.
	SignatureWrong Defect = "SIGNATURE_WRONG"
	// Nothing shows that the statement is in the server's log.
	ProofWrong Defect = "PROOF_WRONG"
	// The commitment key in it is not the statement's.
	CommitmentKeyWrong Defect = "COMMITMENT_KEY_WRONG"
	// A trusted key signed something that is no statement.
	StatementUnreadable Defect = "STATEMENT_UNREADABLE"
	// The statement's version is not known here: use a newer client.
	StatementVersionUnknown Defect = "STATEMENT_VERSION_UNKNOWN"
	// The receipt goes by the name of another erasure than the one in its statement.
	NameWrong Defect = "NAME_WRONG"
)

func (d Defect) Error() string { return "lethe: the receipt is not genuine: " + string(d) }

// Verifier checks receipts without a server: Ed25519 (RFC 8032) over exactly the bytes that came,
// and the statement's place in the log (RFC 9162), whose checkpoint the same key must have
// signed. It is safe for concurrent use.
type Verifier struct {
	// Keys and ids of keys.
	trusted map[string]bool
}

// NewVerifier trusts these keys and no other: raw Ed25519 public keys, or ids of keys (their
// SHA-256), 32 bytes each, obtained by another way than the receipts.
func NewVerifier(keys ...ed25519.PublicKey) (*Verifier, error) {
	if len(keys) == 0 {
		return nil, errors.New("lethe: a verifier needs at least one trusted key")
	}
	trusted := make(map[string]bool, len(keys))
	for _, key := range keys {
		if len(key) != ed25519.PublicKeySize {
			return nil, fmt.Errorf("lethe: an Ed25519 public key has %d bytes, got %d",
				ed25519.PublicKeySize, len(key))
		}
		trusted[string(key)] = true
	}
	return &Verifier{trusted}, nil
}

// Verify gives the statement of a genuine receipt: a trusted key signed exactly it, and a log
// that holds it; only statements of version 1 are from before there was a log. Otherwise the
// error is the [Defect] that was found first.
func (v *Verifier) Verify(receipt *Receipt) (*lethev1.ReceiptStatement, error) {
	switch {
	case len(receipt.PublicKey) != ed25519.PublicKeySize || !v.trusts(receipt.PublicKey):
		return nil, KeyNotTrusted
	case KeyID(receipt.PublicKey) != receipt.KeyID:
		return nil, KeyIDWrong
	case !ed25519.Verify(receipt.PublicKey, receipt.Statement, receipt.Signature):
		return nil, SignatureWrong
	}
	statement := new(lethev1.ReceiptStatement)
	if err := proto.Unmarshal(receipt.Statement, statement); err != nil {
		return nil, StatementUnreadable
	}
	if receipt.Name != statement.GetErasure()+"/receipt" {
		return nil, NameWrong
	}
	if defect := placed(receipt, statement); defect != "" {
		return nil, defect
	}
	return statement, nil
}

func (v *Verifier) trusts(key []byte) bool {
	id := sha256.Sum256(key)
	return v.trusted[string(key)] || v.trusted[string(id[:])]
}

// KeyID is SHA-256 of a raw public key as 64 lower-case hexadecimal digits.
func KeyID(key []byte) string {
	digest := sha256.Sum256(key)
	return hex.EncodeToString(digest[:])
}

// placed checks what stands beside the statement; empty if nothing is wrong.
func placed(receipt *Receipt, statement *lethev1.ReceiptStatement) Defect {
	switch statement.GetReceiptVersion() {
	case statementBeforeTheLog:
		if len(receipt.CommitmentKey) > 0 || receipt.LogOrigin != "" ||
			receipt.TransparencyProof != "" {
			return ProofWrong
		}
		return ""
	case statementVersion:
		log := logKey{receipt.LogOrigin, receipt.PublicKey}
		if !log.holds(receipt.Statement, receipt.TransparencyProof) {
			return ProofWrong
		}
		if len(receipt.CommitmentKey) > 0 &&
			KeyID(receipt.CommitmentKey) != statement.GetCommitmentKeyDigest() {
			return CommitmentKeyWrong
		}
		return ""
	default:
		return StatementVersionUnknown
	}
}
