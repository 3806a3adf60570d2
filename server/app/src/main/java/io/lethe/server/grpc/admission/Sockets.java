package io.lethe.server.grpc.admission;

import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.IoHandlerFactory;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.ServerChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;

/**
 * What gRPC's ports listen with: gRPC's own choice of sockets, and the same number of threads, with
 * bounds on what is accepted, which gRPC has none of. One for all ports. Closed after the servers.
 */
public final class Sockets implements AutoCloseable {

  private static final boolean EPOLL = Epoll.isAvailable();
  private static final int USUAL_NUMBER = 0;

  private final EventLoopGroup accepting = loops(1, "lethe-grpc-accept");
  private final EventLoopGroup reading = loops(USUAL_NUMBER, "lethe-grpc");

  private static EventLoopGroup loops(int threads, String name) {
    IoHandlerFactory handler = EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(name, true), handler);
  }

  /**
   * Has a port listen with them.
   *
   * @param connectionsMax that the port may have open; more are closed at once
   */
  public NettyServerBuilder bound(NettyServerBuilder port, int connectionsMax) {
    return port.bossEventLoopGroup(accepting).workerEventLoopGroup(reading).channelFactory(() -> {
      ServerChannel listening = EPOLL
          ? new EpollServerSocketChannel()
          : new NioServerSocketChannel();
      listening.pipeline().addLast(new ConnectionBounds(connectionsMax));
      return listening;
    });
  }

  /** Their threads end by themselves when calls that outlived their server ask for nothing more. */
  @Override
  public void close() {
    var _ = accepting.shutdownGracefully();
    var _ = reading.shutdownGracefully();
  }
}
