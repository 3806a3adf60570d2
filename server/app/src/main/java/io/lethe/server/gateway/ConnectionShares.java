package io.lethe.server.gateway;

import io.lethe.server.grpc.admission.AddressShare;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Closes at once what one address opens beyond its share. Thread-safe. */
@ChannelHandler.Sharable
final class ConnectionShares extends ChannelInboundHandlerAdapter {

  private final AddressShare share;

  ConnectionShares(AddressShare share) {
    this.share = share;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) throws Exception {
    if (context.channel().remoteAddress() instanceof InetSocketAddress remote) {
      InetAddress address = remote.getAddress();
      if (!share.tryOpen(address)) {
        var _ = context.close();
        return;
      }
      var _ = context.channel().closeFuture().addListener(closed -> share.closed(address));
    }
    super.channelActive(context);
  }
}
