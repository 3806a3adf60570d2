package lethe

import (
	"sync"

	lethev1 "lethe.io/go/lethe/v1"
)

// ownErasures is the highest position, per model, of erasures that this client saw completed. Every
// later call asks for a version that reflects it, so that no caller reads what it has just erased:
// not from a second server that is behind, and not from one that was set back.
type ownErasures struct {
	heeded    bool
	lock      sync.RWMutex
	positions map[string]int64
}

func newOwnErasures(heeded bool) *ownErasures {
	return &ownErasures{heeded: heeded, positions: make(map[string]int64)}
}

// saw heeds completed erasures. One that found nothing to forget needs no version of its own, and
// may never get one.
func (o *ownErasures) saw(erasure *lethev1.Erasure) {
	if !o.heeded || erasure.GetState() != lethev1.Erasure_STATE_COMPLETED ||
		erasure.GetInteractionCount() == 0 {
		return
	}
	o.lock.Lock()
	defer o.lock.Unlock()
	model := erasure.GetModel()
	o.positions[model] = max(o.positions[model], erasure.GetErasurePosition())
}

// position is what a call must ask for; what the caller wants comes on top.
func (o *ownErasures) position(modelName string, wanted int64) int64 {
	o.lock.RLock()
	defer o.lock.RUnlock()
	return max(wanted, o.positions[modelName])
}
