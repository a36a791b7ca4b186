// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.demo;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.setting.SettingValues;
import dev.rollcall.demo.shop.Shop;
import dev.rollcall.demo.shop.ShopContract;
import dev.rollcall.demo.visitors.Visitors;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.protocol.http.guard.OriginPolicy;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.protocol.wire.Contract;
import dev.rollcall.server.run.RunningServer;
import dev.rollcall.server.run.ServerProcess;
import java.io.PrintWriter;
import java.util.List;
import java.util.Random;

/** One run of the demo. Used by one thread. */
final class Demo {

    private final SettingValues settings;
    private final PrintWriter out;

    /**
     * Makes a run.
     *
     * @param settings the current values, including the demo's own
     * @param out where to show links and the secret
     */
    Demo(SettingValues settings, PrintWriter out) {
        this.settings = settings;
        this.out = out;
    }

    /** Runs the server with shop and visitors until it is asked to stop; returns the exit code. */
    int run() throws InterruptedException {
        return ServerProcess.builder(settings, out)
                .contract(this::withShop)
                .onStart(this::open)
                .run();
    }

    private Contract withShop(Rollcall rollcall, Protocol protocol) {
        OriginPolicy origins = OriginPolicy.of(List.of(), settings.value(ContractSettings.TRUSTED_PROXIES));
        return new ShopContract(protocol, new Shop(rollcall, settings.value(ContractSettings.BASE_PATH), origins));
    }

    /** Lets the visitors come and prints the links; returns an action that sends the visitors home. */
    private Runnable open(RunningServer server) {
        int count = settings.value(DemoSettings.VISITORS);
        Visitors visitors = new Visitors(server.rollcall(), new Random(), count);
        visitors.start();
        new DemoLinks(server.origin(), server.address(), server.signInLink(), server.generatedSecret())
                .print(server.rollcall().currentVersion(), count, out);
        return visitors::close;
    }
}
