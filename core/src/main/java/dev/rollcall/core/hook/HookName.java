// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.hook;

/** What logs, threads and meters call the code that an application plugs in: its class, as written in the source. */
final class HookName {

    private HookName() {}

    /** Returns the name of an object's class. */
    static String of(Object hook) {
        return inSource(hook.getClass().getName());
    }

    /** Returns a class name without what a compiler or a proxy has added: {@code site.App} for {@code site.App$$Lambda/0x7f}. */
    static String inSource(String className) {
        int added = className.indexOf("$$");
        return added > 0 ? className.substring(0, added) : className;
    }

    /** Returns a name without its package, for a thread: {@code App}, or {@code App.opened} for a method. */
    static String shortened(String name) {
        int arguments = name.indexOf('(');
        String plain = arguments < 0 ? name : name.substring(0, arguments);
        int last = plain.lastIndexOf('.');
        boolean isMethod = last > 0 && Character.isLowerCase(plain.charAt(Math.min(last + 1, plain.length() - 1)));
        return plain.substring((isMethod ? plain.lastIndexOf('.', last - 1) : last) + 1);
    }
}
