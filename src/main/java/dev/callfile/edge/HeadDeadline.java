package dev.callfile.edge;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.config.SmallRyeConfig;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Has every connection to the service watched by a {@link HeadWatch}. Netty finds it as a service, which it looks for where
 * {@code dev.callfile.Callfile} says so; neither Vert.x nor Quarkus lets anybody near a connection that early. In dev mode
 * and in tests Netty's class loader does not see it.
 */
@RegisterForReflection // made by ServiceLoader
public final class HeadDeadline extends ChannelInitializerExtension {

    private final long timeoutMs = ConfigProvider.getConfig()
            .unwrap(SmallRyeConfig.class)
            .getConfigMapping(EdgeConfig.class)
            .headTimeout()
            .toMillis();

    @Override
    public void postInitializeServerChildChannel(Channel connection) {
        connection.pipeline().addFirst(new HeadWatch(timeoutMs));
    }
}
