package io.lethe.crashes;

import io.lethe.client.ErasureRequest;
import io.lethe.client.Receipt;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request to forget and everything its client was told about it. What it holds only grows.
 * Thread-safe.
 */
final class Ask {

  /** How an asking stands for its client. */
  enum Standing {
    /** Sent, and perhaps arrived: to be sent again under its id. */
    UNCLEAR,
    /** The server has said no, and that nothing was accepted. */
    REFUSED,
    /** The server has said yes, and gave it a name. */
    ACKNOWLEDGED
  }

  private final ErasureRequest request;
  private final boolean withdrawn;
  private boolean cancelled;
  private Standing standing = Standing.UNCLEAR;
  private @Nullable String name;
  private boolean held;
  private boolean effective;
  private boolean approvalSent;
  private boolean approved;
  private boolean live;
  private long position;
  private @Nullable Receipt receipt;

  /**
   * A request on its way.
   *
   * @param withdrawn whether its client will try to cancel it: what it names may be served again
   */
  Ask(ErasureRequest request, boolean withdrawn) {
    this.request = request;
    this.withdrawn = withdrawn;
  }

  boolean withdrawn() {
    return withdrawn;
  }

  /** The server has said that it is cancelled: from then on it is. */
  synchronized void seenCancelled() {
    cancelled = true;
  }

  synchronized boolean cancelled() {
    return cancelled;
  }

  ErasureRequest request() {
    return request;
  }

  synchronized Standing standing() {
    return standing;
  }

  synchronized void refused() {
    standing = standing == Standing.UNCLEAR ? Standing.REFUSED : standing;
  }

  /** Takes the name it was acknowledged by; returns the one it has had since the first time. */
  synchronized String acknowledged(String given) {
    standing = Standing.ACKNOWLEDGED;
    if (name == null) {
      name = given;
    }
    return name;
  }

  /** Its name once acknowledged. */
  synchronized Optional<String> name() {
    return Optional.ofNullable(name);
  }

  /** The server has said that it waits for a second person. */
  synchronized void seenHeld() {
    held = true;
  }

  /** The server has said that no approval is missing: from then on nothing of it comes in again. */
  synchronized void seenEffective() {
    effective = true;
  }

  synchronized boolean effective() {
    return effective;
  }

  /** An approval is on its way, and may arrive or not. */
  synchronized void sendingApproval() {
    approvalSent = true;
  }

  /** The server has said that it is approved: from then on it is. */
  synchronized void seenApproved() {
    approved = true;
  }

  synchronized boolean approved() {
    return approved;
  }

  /** Whether it waits for an approval that was never sent. */
  synchronized boolean waits() {
    return held && !approvalSent;
  }

  /** Its version was seen to answer: from then on it must not fall back. */
  synchronized void seenLive() {
    live = true;
  }

  synchronized boolean isLive() {
    return live;
  }

  synchronized void seenCompleted(long at) {
    live = true;
    position = at;
  }

  /** Its position once it was seen completed; 0 before. */
  synchronized long completedPosition() {
    return position;
  }

  /** Keeps the first receipt; returns it whenever another comes. */
  synchronized Receipt received(Receipt given) {
    if (receipt == null) {
      receipt = given;
    }
    return receipt;
  }
}
