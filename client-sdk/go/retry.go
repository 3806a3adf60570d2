package lethe

import _ "embed"

//go:embed service-config.json
var serviceConfig string

// ServiceConfig is the gRPC service config that the clients of all languages share: up to four
// attempts while the server is UNAVAILABLE. [New] applies it; for a connection of your own, use
// grpc.WithDefaultServiceConfig.
func ServiceConfig() string { return serviceConfig }
