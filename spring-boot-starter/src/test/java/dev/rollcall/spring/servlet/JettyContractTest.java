// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.servlet;

import dev.rollcall.testkit.HostFactory;
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
import org.junit.jupiter.api.Nested;

/** The whole contract, on the Servlet API in Jetty. */
class JettyContractTest {

    private static final HostFactory JETTY = JettyHost::start;

    @Nested
    class Address extends AddressContract {
        @Override
        protected HostFactory host() {
            return JETTY;
        }
    }

    @Nested
    class Admin extends AdminContract {
        @Override
        protected HostFactory host() {
            return JETTY;
        }
    }

    @Nested
    class Bot extends BotContract {
        @Override
        protected HostFactory host() {
            return JETTY;
        }
    }

    @Nested
    class Capacity extends CapacityContract {
        @Override
        protected HostFactory host() {
            return JETTY;
        }
    }

    @Nested
    class Compatibility extends CompatibilityContract {
        @Override
        protected HostFactory host() {
            return JETTY;
        }
    }

    @Nested
    class Deltas extends DeltasContract {
        @Override
        protected HostFactory host() {
            return JETTY;
        }
    }

    @Nested
    class Drain extends DrainContract {
        @Override
        protected HostFactory host() {
            return JETTY;
        }
    }

    @Nested
    class Frames extends FramesContract {
        @Override
        protected HostFactory host() {
            return JETTY;
        }
    }

    @Nested
    class Hostile extends HostileContract {
        @Override
        protected HostFactory host() {
            return JETTY;
        }
    }

    @Nested
    class Invalidate extends InvalidateContract {
        @Override
        protected HostFactory host() {
            return JETTY;
        }
    }

    @Nested
    class Listeners extends ListenersContract {
        @Override
        protected HostFactory host() {
            return JETTY;
        }
    }

    @Nested
    class Opening extends OpeningContract {
        @Override
        protected HostFactory host() {
            return JETTY;
        }
    }

    @Nested
    class Origin extends OriginContract {
        @Override
        protected HostFactory host() {
            return JETTY;
        }
    }

    @Nested
    class Pace extends PaceContract {
        @Override
        protected HostFactory host() {
            return JETTY;
        }
    }

    @Nested
    class Polling extends PollingContract {
        @Override
        protected HostFactory host() {
            return JETTY;
        }
    }

    @Nested
    class Posts extends PostsContract {
        @Override
        protected HostFactory host() {
            return JETTY;
        }
    }

    @Nested
    class Stats extends StatsContract {
        @Override
        protected HostFactory host() {
            return JETTY;
        }
    }

    @Nested
    class StatsAccess extends StatsAccessContract {
        @Override
        protected HostFactory host() {
            return JETTY;
        }
    }

    @Nested
    class Commands extends CommandsContract {
        @Override
        protected HostFactory host() {
            return JETTY;
        }
    }

    @Nested
    class SignIn extends SignInContract {
        @Override
        protected HostFactory host() {
            return JETTY;
        }
    }
}
