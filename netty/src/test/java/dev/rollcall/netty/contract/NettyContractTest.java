// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.contract;

import dev.rollcall.netty.NettyHost;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.testkit.HostFactory;
import dev.rollcall.testkit.RunningHost;
import dev.rollcall.testkit.contract.AddressContract;
import dev.rollcall.testkit.contract.AdminContract;
import dev.rollcall.testkit.contract.BotContract;
import dev.rollcall.testkit.contract.CapacityContract;
import dev.rollcall.testkit.contract.CommandsContract;
import dev.rollcall.testkit.contract.CompatibilityContract;
import dev.rollcall.testkit.contract.DeltasContract;
import dev.rollcall.testkit.contract.DrainContract;
import dev.rollcall.testkit.contract.FramesContract;
import dev.rollcall.testkit.contract.HostileContract;
import dev.rollcall.testkit.contract.InvalidateContract;
import dev.rollcall.testkit.contract.ListenersContract;
import dev.rollcall.testkit.contract.OpeningContract;
import dev.rollcall.testkit.contract.OriginContract;
import dev.rollcall.testkit.contract.PaceContract;
import dev.rollcall.testkit.contract.PollingContract;
import dev.rollcall.testkit.contract.PostsContract;
import dev.rollcall.testkit.contract.SignInContract;
import dev.rollcall.testkit.contract.StatsAccessContract;
import dev.rollcall.testkit.contract.StatsContract;
import java.time.Duration;
import org.junit.jupiter.api.Nested;

/** The whole contract, on Netty. */
class NettyContractTest {

    private static final HostFactory NETTY = NettyContractTest::start;

    @Nested
    class Address extends AddressContract {
        @Override
        protected HostFactory host() {
            return NETTY;
        }
    }

    @Nested
    class Admin extends AdminContract {
        @Override
        protected HostFactory host() {
            return NETTY;
        }
    }

    @Nested
    class Bot extends BotContract {
        @Override
        protected HostFactory host() {
            return NETTY;
        }
    }

    @Nested
    class Capacity extends CapacityContract {
        @Override
        protected HostFactory host() {
            return NETTY;
        }
    }

    @Nested
    class Compatibility extends CompatibilityContract {
        @Override
        protected HostFactory host() {
            return NETTY;
        }
    }

    @Nested
    class Deltas extends DeltasContract {
        @Override
        protected HostFactory host() {
            return NETTY;
        }
    }

    @Nested
    class Drain extends DrainContract {
        @Override
        protected HostFactory host() {
            return NETTY;
        }
    }

    @Nested
    class Frames extends FramesContract {
        @Override
        protected HostFactory host() {
            return NETTY;
        }
    }

    @Nested
    class Hostile extends HostileContract {
        @Override
        protected HostFactory host() {
            return NETTY;
        }
    }

    @Nested
    class Invalidate extends InvalidateContract {
        @Override
        protected HostFactory host() {
            return NETTY;
        }
    }

    @Nested
    class Listeners extends ListenersContract {
        @Override
        protected HostFactory host() {
            return NETTY;
        }
    }

    @Nested
    class Opening extends OpeningContract {
        @Override
        protected HostFactory host() {
            return NETTY;
        }
    }

    @Nested
    class Origin extends OriginContract {
        @Override
        protected HostFactory host() {
            return NETTY;
        }
    }

    @Nested
    class Pace extends PaceContract {
        @Override
        protected HostFactory host() {
            return NETTY;
        }
    }

    @Nested
    class Polling extends PollingContract {
        @Override
        protected HostFactory host() {
            return NETTY;
        }
    }

    @Nested
    class Posts extends PostsContract {
        @Override
        protected HostFactory host() {
            return NETTY;
        }
    }

    @Nested
    class Stats extends StatsContract {
        @Override
        protected HostFactory host() {
            return NETTY;
        }
    }

    @Nested
    class StatsAccess extends StatsAccessContract {
        @Override
        protected HostFactory host() {
            return NETTY;
        }
    }

    @Nested
    class Commands extends CommandsContract {
        @Override
        protected HostFactory host() {
            return NETTY;
        }
    }

    @Nested
    class SignIn extends SignInContract {
        @Override
        protected HostFactory host() {
            return NETTY;
        }
    }

    private static RunningHost start(Protocol protocol) {
        NettyHost host =
                NettyHost.builder(protocol).address("127.0.0.1").eventLoops(2).start();
        return new RunningHost() {
            @Override
            public int port() {
                return host.port();
            }

            @Override
            public void drain(Duration grace) {
                host.drain(grace).toCompletableFuture().join();
            }

            @Override
            public void close() {
                host.close();
            }
        };
    }
}
