package io.lethe.server.gateway;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Leaves connections for others: one address has three quarters of them at most, and what it opens
 * beyond is closed at once. Thread-safe.
 */
@ChannelHandler.Sharable
final class AddressShare extends ChannelInboundHandlerAdapter {

  private static final int QUARTERS = 3;

  private final int connectionsMax;
  private final ConcurrentMap<InetAddress, Integer> open = new ConcurrentHashMap<>();

  /**
   * Shares of a bound.
   *
   * @param connectionsMax of all addresses together
   */
  AddressShare(int connectionsMax) {
    this.connectionsMax = Math.max(1, connectionsMax * QUARTERS / 4);
  }

  @Override
  public void channelActive(ChannelHandlerContext context) throws Exception {
    InetAddress address = address(context);
    if (address != null && open.merge(address, 1, Integer::sum) > connectionsMax) {
      var _ = context.close();
      return;
    }
    super.channelActive(context);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    InetAddress address = address(context);
    if (address != null) {
      open.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1);
    }
    super.channelInactive(context);
  }

  private static @Nullable InetAddress address(ChannelHandlerContext context) {
    return context.channel().remoteAddress() instanceof InetSocketAddress remote
        ? remote.getAddress()
        : null;
  }
}
