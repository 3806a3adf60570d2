module lethe.io/go-testee

go 1.23.0

// The packed module, which ../../install/go lays out as a GOPROXY; its sum is therefore not in go.sum.
require lethe.io/go v0.1.0

require (
	google.golang.org/genproto/googleapis/rpc v0.0.0-20250707201910-8d1bb00bc6a7
	google.golang.org/grpc v1.75.1
	google.golang.org/protobuf v1.36.10
)

require (
	cloud.google.com/go/longrunning v0.6.7 // indirect
	golang.org/x/net v0.41.0 // indirect
	golang.org/x/sys v0.33.0 // indirect
	golang.org/x/text v0.26.0 // indirect
	google.golang.org/genproto/googleapis/api v0.0.0-20250707201910-8d1bb00bc6a7 // indirect
)
