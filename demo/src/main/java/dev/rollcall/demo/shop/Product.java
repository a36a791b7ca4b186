// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.demo.shop;

import java.util.List;
import java.util.Locale;

/**
 * Something that the shop sells.
 *
 * @param slug its part of the path
 * @param name its name
 * @param cents its price in cents
 * @param words a sentence about it
 * @param drawing the path data of its picture, in a square of 48 by 48 (SVG 2, section 9.3)
 */
public record Product(String slug, String name, int cents, String words, String drawing) {

    /** All products, bestsellers first. */
    public static final List<Product> ALL = List.of(
            new Product(
                    "mug",
                    "Enamel mug",
                    1400,
                    "Keeps coffee warm and survives the dishwasher, the garden and the train.",
                    "M10 14h22v22a4 4 0 0 1-4 4H14a4 4 0 0 1-4-4zM32 19h4a5 5 0 0 1 0 12h-4"),
            new Product(
                    "notebook",
                    "Dotted notebook",
                    950,
                    "160 pages that lie flat, with numbers at the bottom and space for an index.",
                    "M12 8h22a2 2 0 0 1 2 2v28a2 2 0 0 1-2 2H12zM18 8v32M23 16h8M23 22h8"),
            new Product(
                    "lamp",
                    "Reading lamp",
                    4900,
                    "Warm light on the page and nowhere else. The arm stays where you put it.",
                    "M14 40h20M24 40V26L14 14M8 20l12-12 6 6-12 12z"),
            new Product(
                    "backpack",
                    "Day backpack",
                    7900,
                    "A laptop, a jumper and lunch. The zip works with gloves on.",
                    "M14 18a10 10 0 0 1 20 0v20a2 2 0 0 1-2 2H16a2 2 0 0 1-2-2zM19 8h10M18 28h12v8H18z"),
            new Product(
                    "scarf",
                    "Wool scarf",
                    3600,
                    "Two metres of lambswool, woven in one piece and brushed soft.",
                    "M16 8c6 6 12 6 16 0M16 8c-2 6 0 10 6 12l-4 20M32 8c2 6 0 10-10 12M26 20l6 18"),
            new Product(
                    "kettle",
                    "Stovetop kettle",
                    5400,
                    "A litre and a half, and a whistle in two tones that nobody minds.",
                    "M12 40h24l-3-18a9 9 0 0 0-18 0zM34 26l6-6M18 12a6 6 0 0 1 12 0"),
            new Product(
                    "clock",
                    "Wall clock",
                    4200,
                    "Silent hands, and a face you can read from the other end of the kitchen.",
                    "M24 8a16 16 0 1 0 .1 0zM24 14v10l7 5"),
            new Product(
                    "pencils",
                    "Twelve pencils",
                    780,
                    "From 4H to 6B, in a tin with a sharpener that works.",
                    "M14 40V16l4-8 4 8v24zM26 40V16l4-8 4 8v24zM14 34h8M26 34h8"));

    /** Returns the path of its page. */
    public String path() {
        return "/catalogue/" + slug;
    }

    /** Returns the price as people write it. */
    String price() {
        return String.format(Locale.ROOT, "€%d.%02d", cents / 100, cents % 100);
    }
}
