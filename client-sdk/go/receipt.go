package lethe

import (
	"bytes"
	"fmt"

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
	// Ties the statement to the request, for whoever knows that; empty once it was destroyed.
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

// ParseReceipt reads bytes that were kept. Only those are taken that [Receipt.Bytes] could have
// given, so that none can be changed unnoticed.
func ParseReceipt(kept []byte) (*Receipt, error) {
	message := new(lethev1.Receipt)
	if err := proto.Unmarshal(kept, message); err != nil {
		return nil, fmt.Errorf("lethe: these %d bytes are no receipt: %w", len(kept), err)
	}
	receipt := receiptOf(message)
	if !bytes.Equal(receipt.Bytes(), kept) {
		return nil, fmt.Errorf("lethe: these %d bytes are no receipt", len(kept))
	}
	return receipt, nil
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
