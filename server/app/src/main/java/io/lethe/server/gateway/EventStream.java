package io.lethe.server.gateway;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import io.grpc.Metadata;
import io.grpc.Status;
import io.lethe.server.gateway.json.MessageJson;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The response to a call with many answers: server-sent events, as the HTML standard has them. An
 * event's id is the state that it tells, so that who comes back with {@code Last-Event-ID} is not told
 * the same again, and is told to stay away ({@code 204}) once that was the last. Thread-safe.
 */
final class EventStream implements CallSink {

  private static final ResponseHeaders BEGINNING = ResponseHeaders.builder(HttpStatus.OK)
      .contentType(MediaType.EVENT_STREAM)
      .add(HttpHeaderNames.CACHE_CONTROL, "no-store")
      .build();

  private final Function<InputStream, Message> messages;
  private final MessageJson json;
  private final ErrorAnswers errors;
  private final HttpResponseWriter events = HttpResponse.streaming();
  private final CompletableFuture<HttpResponse> response = new CompletableFuture<>();
  private CompletableFuture<Void> taken = CompletableFuture.completedFuture(null);
  private boolean begun;
  private boolean ended;
  private String lastTold;

  /**
   * Without an event yet.
   *
   * @param messages reads them
   * @param lastTold the id of the event that the caller saw last; empty for none
   */
  EventStream(
      Function<InputStream, Message> messages, MessageJson json, ErrorAnswers errors,
      String lastTold) {
    this.messages = messages;
    this.json = json;
    this.errors = errors;
    this.lastTold = lastTold;
  }

  HttpResponse response() {
    return HttpResponse.of(response);
  }

  @Override
  public synchronized void message(InputStream bytes) {
    Message message = messages.apply(bytes);
    String id = state(message);
    if (!id.equals(lastTold)) {
      write("id: %s\ndata: %s\n\n".formatted(id, json.of(message)));
    }
    lastTold = "";
  }

  private static String state(Message message) {
    FieldDescriptor state = message.getDescriptorForType().findFieldByName("state");
    return message.getField(state).toString();
  }

  @Override
  public synchronized void end(Status status, Metadata trailers) {
    ended = true;
    if (!begun) {
      begun = true;
      response.complete(
          status.isOk()
              ? HttpResponse.of(HttpStatus.NO_CONTENT)
              : errors.of(status, trailers).toHttpResponse());
    } else {
      if (!status.isOk()) {
        write("event: failure\ndata: %s\n\n".formatted(errors.text(status, trailers)));
      }
      events.close();
    }
  }

  /**
   * Lets proxies and the caller know that the stream is alive. Nothing, while the caller has not even
   * taken what was sent before.
   */
  synchronized void beat() {
    if (!ended && taken.isDone()) {
      write(":\n\n");
    }
  }

  private void write(String event) {
    if (!begun) {
      begun = true;
      response.complete(events);
      events.write(BEGINNING);
    }
    if (events.tryWrite(HttpData.ofUtf8(event))) {
      taken = events.whenConsumed();
    }
  }
}
