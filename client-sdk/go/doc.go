// Package lethe calls a Lethe server: a recommender that can forget.
//
//	client, err := lethe.New("localhost:7707")
//	...
//	defer client.Close()
//	answer, err := client.Recommend(ctx, "movies", user, 10)
//	...
//	erasure, err := client.Unlearn(ctx, "movies", lethe.User(user))
//	// From here on the user is not served. The model follows:
//	_, err = erasure.Wait(ctx)
//
// Models go by their id, such as movies; versions, erasures and trainings by the name that the
// server gave them, such as models/movies/versions/3. Answers are the messages of the contract,
// package lethe.io/go/lethe/v1, where each field is documented. What a newer server adds to them
// does no harm: unknown fields are kept unread, unknown values of enums stay numbers.
//
// A call that fails returns an [*Error]. A call whose context has no deadline gets one, see
// [WithDeadline]; it includes the retries, which are gRPC's own (see [ServiceConfig]) and do
// nothing twice.
package lethe

// Version is this module's.
const Version = "0.1.0"
