// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which content coding a request prefers (RFC 9110, section 12.5.3). Pure functions. */
final class AcceptEncoding {

    /** The coding of a body that is sent as it is. */
    static final String IDENTITY = "identity";

    private AcceptEncoding() {}

    /**
     * Returns the coding to send.
     *
     * @param header the values of {@code Accept-Encoding}; none means that nothing is known about the client
     * @param available the available codings, best first; the uncompressed form is always available
     * @return one of those that are available, or {@link #IDENTITY}, even for a client that accepts none of them
     */
    static String choose(List<String> header, Collection<String> available) {
        Map<String, Double> weights = weights(header);
        String best = IDENTITY;
        // What a client names wins over what it merely does not rule out.
        double most = weights.getOrDefault(IDENTITY, 0.0);
        for (String coding : available) {
            double weight = weights.getOrDefault(coding, weights.getOrDefault("*", 0.0));
            if (weight > 0 && (weight > most || (weight == most && best.equals(IDENTITY)))) {
                best = coding;
                most = weight;
            }
        }
        return best;
    }

    private static Map<String, Double> weights(List<String> header) {
        Map<String, Double> weights = new HashMap<>();
        for (String line : header) {
            for (String item : line.split(",", -1)) {
                int end = item.indexOf(';');
                String coding = (end < 0 ? item : item.substring(0, end)).trim().toLowerCase(Locale.ROOT);
                weights.put(coding.equals("x-gzip") ? "gzip" : coding, end < 0 ? 1 : weight(item.substring(end + 1)));
            }
        }
        return weights;
    }

    /** Returns the weight in {@code q=0.5}; 0 for one that cannot be read, as if the coding were not accepted. */
    private static double weight(String parameter) {
        String text = parameter.trim().toLowerCase(Locale.ROOT);
        return text.matches("q\\s*=\\s*(0(\\.[0-9]{0,3})?|1(\\.0{0,3})?)")
                ? Double.parseDouble(text.substring(text.indexOf('=') + 1).trim())
                : 0;
    }
}
