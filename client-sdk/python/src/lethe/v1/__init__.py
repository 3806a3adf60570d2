"""Generated from the wire contract by ./generate: messages and service stubs, as they are."""
