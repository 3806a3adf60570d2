package io.lethe.engine.memory;

import io.lethe.engine.erasure.receipt.LogAnchor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A place for the receipt log's last checkpoint, in memory; knows all it ever held. */
public final class InMemoryLogAnchor implements LogAnchor {

  /** What the disk holds is the last; guarded by itself. */
  private final List<String> notes;
  private final FaultPlan faults;

  public InMemoryLogAnchor() {
    this(new ArrayList<>(), FaultPlan.none());
  }

  private InMemoryLogAnchor(List<String> notes, FaultPlan faults) {
    this.notes = notes;
    this.faults = faults;
  }

  /** The same disk as another process sees it. */
  public InMemoryLogAnchor reopened(FaultPlan plan) {
    return new InMemoryLogAnchor(notes, plan);
  }

  /** Another disk with the same content. */
  public InMemoryLogAnchor copied() {
    return new InMemoryLogAnchor(new ArrayList<>(history()), FaultPlan.none());
  }

  /** Every checkpoint that was ever written, in order. */
  public List<String> history() {
    synchronized (notes) {
      return List.copyOf(notes);
    }
  }

  /** As if somebody took the file away. */
  public void clear() {
    synchronized (notes) {
      notes.clear();
    }
  }

  @Override
  public Optional<String> read() {
    return faults.read("anchor.read", () -> {
      synchronized (notes) {
        return notes.isEmpty() ? Optional.empty() : Optional.of(notes.getLast());
      }
    });
  }

  @Override
  public void write(String note) {
    faults.change("anchor.write", () -> {
      synchronized (notes) {
        return notes.add(note);
      }
    });
  }

  @Override
  public String name() {
    return "memory";
  }
}
