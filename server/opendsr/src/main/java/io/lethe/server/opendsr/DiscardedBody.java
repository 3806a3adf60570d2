package io.lethe.server.opendsr;

import com.linecorp.armeria.common.HttpObject;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Lets a request's body come and keeps none of it, which collecting a filtered one would. */
final class DiscardedBody implements Subscriber<HttpObject> {

  @Override
  public void onSubscribe(Subscription subscription) {
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(HttpObject part) {}

  @Override
  public void onError(Throwable failure) {}

  @Override
  public void onComplete() {}
}
