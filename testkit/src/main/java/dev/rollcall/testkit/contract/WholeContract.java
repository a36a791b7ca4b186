// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.contract;

import dev.rollcall.testkit.HostFactory;
import org.junit.jupiter.api.Nested;

/** All suites. A host's own test extends this and says how to start the host; new suites are added here. */
public abstract class WholeContract {

    /** For the hosts. */
    protected WholeContract() {}

    /** Returns how to start the host under test. */
    protected abstract HostFactory factory();

    @Nested
    class Address extends AddressContract {
        @Override
        protected HostFactory host() {
            return factory();
        }
    }

    @Nested
    class Admin extends AdminContract {
        @Override
        protected HostFactory host() {
            return factory();
        }
    }

    @Nested
    class Bot extends BotContract {
        @Override
        protected HostFactory host() {
            return factory();
        }
    }

    @Nested
    class Capacity extends CapacityContract {
        @Override
        protected HostFactory host() {
            return factory();
        }
    }

    @Nested
    class ClientScript extends ClientScriptContract {
        @Override
        protected HostFactory host() {
            return factory();
        }
    }

    @Nested
    class Clock extends ClockContract {
        @Override
        protected HostFactory host() {
            return factory();
        }
    }

    @Nested
    class Commands extends CommandsContract {
        @Override
        protected HostFactory host() {
            return factory();
        }
    }

    @Nested
    class Compatibility extends CompatibilityContract {
        @Override
        protected HostFactory host() {
            return factory();
        }
    }

    @Nested
    class Deltas extends DeltasContract {
        @Override
        protected HostFactory host() {
            return factory();
        }
    }

    @Nested
    class Deployment extends DeploymentContract {
        @Override
        protected HostFactory host() {
            return factory();
        }
    }

    @Nested
    class Drain extends DrainContract {
        @Override
        protected HostFactory host() {
            return factory();
        }
    }

    @Nested
    class EventSource extends EventSourceContract {
        @Override
        protected HostFactory host() {
            return factory();
        }
    }

    @Nested
    class Files extends FilesContract {
        @Override
        protected HostFactory host() {
            return factory();
        }
    }

    @Nested
    class Frames extends FramesContract {
        @Override
        protected HostFactory host() {
            return factory();
        }
    }

    @Nested
    class Goodbye extends GoodbyeContract {
        @Override
        protected HostFactory host() {
            return factory();
        }
    }

    @Nested
    class Hostile extends HostileContract {
        @Override
        protected HostFactory host() {
            return factory();
        }
    }

    @Nested
    class Invalidate extends InvalidateContract {
        @Override
        protected HostFactory host() {
            return factory();
        }
    }

    @Nested
    class Listeners extends ListenersContract {
        @Override
        protected HostFactory host() {
            return factory();
        }
    }

    @Nested
    class Observer extends ObserverContract {
        @Override
        protected HostFactory host() {
            return factory();
        }
    }

    @Nested
    class Opening extends OpeningContract {
        @Override
        protected HostFactory host() {
            return factory();
        }
    }

    @Nested
    class Order extends OrderContract {
        @Override
        protected HostFactory host() {
            return factory();
        }
    }

    @Nested
    class Origin extends OriginContract {
        @Override
        protected HostFactory host() {
            return factory();
        }
    }

    @Nested
    class Pace extends PaceContract {
        @Override
        protected HostFactory host() {
            return factory();
        }
    }

    @Nested
    class Polling extends PollingContract {
        @Override
        protected HostFactory host() {
            return factory();
        }
    }

    @Nested
    class Posts extends PostsContract {
        @Override
        protected HostFactory host() {
            return factory();
        }
    }

    @Nested
    class Receipts extends ReceiptsContract {
        @Override
        protected HostFactory host() {
            return factory();
        }
    }

    @Nested
    class Routes extends RoutesContract {
        @Override
        protected HostFactory host() {
            return factory();
        }
    }

    @Nested
    class SignIn extends SignInContract {
        @Override
        protected HostFactory host() {
            return factory();
        }
    }

    @Nested
    class Stats extends StatsContract {
        @Override
        protected HostFactory host() {
            return factory();
        }
    }

    @Nested
    class StatsAccess extends StatsAccessContract {
        @Override
        protected HostFactory host() {
            return factory();
        }
    }

    @Nested
    class TokenRights extends TokenRightsContract {
        @Override
        protected HostFactory host() {
            return factory();
        }
    }

    @Nested
    class Tokens extends TokensContract {
        @Override
        protected HostFactory host() {
            return factory();
        }
    }
}
