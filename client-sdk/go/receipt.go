package lethe

import (
	"bytes"
	"fmt"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"

	lethev1 "lethe.io/go/lethe/v1"
)

// Receipt is the signed statement of what an erasure did, unread: let a [Verifier] read it.
type Receipt struct {
	// erasures/{id}/receipt.
	Name string
	// The bytes that were signed.
	Statement []byte
	// Ed25519, 64 bytes.
	Signature []byte
	// Raw Ed25519 key, 32 bytes; proves nothing about who signed.
	PublicKey []byte
	// SHA-256 of the public key, 64 lower-case hexadecimal digits.
	KeyID string
	// Ties the statement to the request, for a reader that knows that; empty once it was destroyed.
	CommitmentKey []byte
	// Name of the log that holds the statement; empty before there was one.
	LogOrigin string
	// That it holds it, as c2sp.org/tlog-proof defines it; empty before.
	TransparencyProof string
}

// Bytes are those to keep: a serialized lethe.v1.Receipt. They are the same for the same receipt in
// every language and version.
func (r *Receipt) Bytes() []byte {
	var kept []byte
	for i, value := range [][]byte{
		[]byte(r.Name), r.Statement, r.Signature, r.PublicKey, []byte(r.KeyID), r.CommitmentKey,
		[]byte(r.LogOrigin), []byte(r.TransparencyProof),
	} {
		if len(value) > 0 {
			kept = protowire.AppendTag(kept, protowire.Number(i+1), protowire.BytesType)
			kept = protowire.AppendBytes(kept, value)
		}
	}
	return kept
}

// ParseReceipt reads a receipt that was kept: in protobuf's encoding, or as JSON. What was signed are
// the bytes of its statement, so the file around them may be written again: in another order,
// prettier, or with fields of a newer server, which are ignored. An error says that the bytes are no
// receipt, or not all of one; that says nothing about whether it is genuine.
func ParseReceipt(kept []byte) (*Receipt, error) {
	message := new(lethev1.Receipt)
	unreadable := proto.Unmarshal(kept, message)
	if unreadable != nil || !whole(message) {
		unreadable = readJSON(kept, message)
	}
	if unreadable != nil || !whole(message) {
		return nil, fmt.Errorf("lethe: these %d bytes are no receipt", len(kept))
	}
	return receiptOf(message), nil
}

func readJSON(kept []byte, message *lethev1.Receipt) error {
	text := bytes.TrimPrefix(kept, []byte("\xef\xbb\xbf"))
	return protojson.UnmarshalOptions{DiscardUnknown: true}.Unmarshal(text, message)
}

// whole says whether a file has what every receipt has: one that was cut off lacks some.
func whole(message *lethev1.Receipt) bool {
	return message.GetName() != "" && len(message.GetStatement()) > 0 &&
		len(message.GetSignature()) > 0 && len(message.GetPublicKey()) > 0 &&
		message.GetKeyId() != "" &&
		(message.GetLogOrigin() == "") == (message.GetTransparencyProof() == "")
}

func receiptOf(message *lethev1.Receipt) *Receipt {
	return &Receipt{
		Name:              message.GetName(),
		Statement:         message.GetStatement(),
		Signature:         message.GetSignature(),
		PublicKey:         message.GetPublicKey(),
		KeyID:             message.GetKeyId(),
		CommitmentKey:     message.GetCommitmentKey(),
		LogOrigin:         message.GetLogOrigin(),
		TransparencyProof: message.GetTransparencyProof(),
	}
}
