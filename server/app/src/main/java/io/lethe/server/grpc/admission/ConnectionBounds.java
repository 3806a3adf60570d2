package io.lethe.server.grpc.admission;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Closes what a port accepts beyond its bounds, before anything of it is read: gRPC counts no
 * connections, and one that says nothing costs its caller nothing. For the channel that listens.
 */
final class ConnectionBounds extends ChannelInboundHandlerAdapter {

  private final int connectionsMax;
  private final AddressShare share;
  private final AtomicInteger open = new AtomicInteger();

  /**
   * Of one port.
   *
   * @param connectionsMax open at once, of all addresses together
   */
  ConnectionBounds(int connectionsMax) {
    this.connectionsMax = connectionsMax;
    this.share = new AddressShare(connectionsMax);
  }

  /** A channel that listens reads connections. */
  @Override
  public void channelRead(ChannelHandlerContext context, Object accepted) {
    Channel connection = (Channel) accepted;
    InetAddress address = address(connection);
    if (open.incrementAndGet() > connectionsMax || (address != null && !share.tryOpen(address))) {
      open.decrementAndGet();
      connection.unsafe().closeForcibly();
      return;
    }
    var _ = connection.closeFuture().addListener(closed -> {
      open.decrementAndGet();
      if (address != null) {
        share.closed(address);
      }
    });
    context.fireChannelRead(connection);
  }

  /** None if the other end has gone already. */
  private static @Nullable InetAddress address(Channel connection) {
    return connection.remoteAddress() instanceof InetSocketAddress remote
        ? remote.getAddress()
        : null;
  }
}
