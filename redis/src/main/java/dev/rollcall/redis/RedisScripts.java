// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

/**
 * What Redis does in one step, in its own language (Redis documentation, "Scripting with Lua"). Only the clock of Redis counts
 * here, so that it does not matter what time it is on the nodes. Numbers are written with all their digits: Lua would round them.
 */
final class RedisScripts {

    private static final String NOW = """
            local t = redis.call('TIME')
            local now = t[1] * 1000 + math.floor(t[2] / 1000)
            """;

    /**
     * Reads the highest number. A text that is not a number, or a number too far ahead of the node's to have been
     * counted, counts as nothing: the nodes know how far they are.
     */
    private static final String NUMBER = """
            local function highest(key, floor)
              local number = tonumber(redis.call('GET', key) or '0')
              floor = tonumber(floor)
              if not number or number ~= math.floor(number) or number >= 9007199254740992 then number = 0 end
              if floor > 0 and number > floor + 1099511627776 then number = 0 end
              return math.max(number, floor)
            end
            """;

    /**
     * Renews a lease. No lease ends later than one that is taken now: those that do were made before the clock was set.
     * Keys: nodes, cards, number, log. Arguments: node, lease in milliseconds, card, floor. Returns the number, the id
     * of the last entry, and for each node its identity, what is left of its lease in milliseconds, and its card.
     */
    static final String RENEW = NOW + NUMBER + """
            local longest = string.format('%.0f', now + ARGV[2])
            for _, later in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. longest, '+inf')) do
              redis.call('ZADD', KEYS[1], longest, later)
            end
            redis.call('ZADD', KEYS[1], longest, ARGV[1])
            redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
            local number = string.format('%.0f', highest(KEYS[3], ARGV[4]))
            if number ~= redis.call('GET', KEYS[3]) then redis.call('SET', KEYS[3], number) end
            for _, gone in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now))) do
              redis.call('ZREM', KEYS[1], gone)
              redis.call('HDEL', KEYS[2], gone)
            end
            redis.call('PEXPIRE', KEYS[1], 60000)
            redis.call('PEXPIRE', KEYS[2], 60000)
            local last = redis.call('XREVRANGE', KEYS[4], '+', '-', 'COUNT', 1)
            local answer = {number, last[1] and last[1][1] or '0-0'}
            local nodes = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
            for i = 1, #nodes, 2 do
              answer[#answer + 1] = nodes[i]
              answer[#answer + 1] = string.format('%.0f', nodes[i + 1] - now)
              answer[#answer + 1] = redis.call('HGET', KEYS[2], nodes[i]) or ''
            end
            return answer
            """;

    /** Gives up a lease. Keys: nodes, cards. Argument: node. */
    static final String LEAVE = """
            redis.call('ZREM', KEYS[1], ARGV[1])
            redis.call('HDEL', KEYS[2], ARGV[1])
            return {}
            """;

    /** Appends an entry. Keys: number, log. Arguments: entry, floor, channel of nodes that read. Returns the number. */
    static final String APPEND = NUMBER + """
            local next = string.format('%.0f', highest(KEYS[1], ARGV[2]) + 1)
            redis.call('SET', KEYS[1], next)
            redis.call('XADD', KEYS[2], 'MAXLEN', '~', 10000, '*', 'n', next, 'e', ARGV[1])
            redis.call('PEXPIRE', KEYS[2], 3600000)
            redis.call('PUBLISH', ARGV[3], next)
            return {next}
            """;

    /**
     * Reads the log. Key: log. Arguments: the id after which to read; empty for the end, or a minus sign for entries of
     * the last minute. Returns the id up to which was read, and for each entry how old it is in milliseconds, its
     * number, and its content. Anything that is not an entry is left out.
     */
    static final String READ = NOW + """
            local from = ARGV[1]
            if from == '' then
              local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
              return {last[1] and last[1][1] or '0-0'}
            end
            if from == '-' then from = string.format('%.0f-0', now - 60000) end
            local answer = {from}
            for _, entry in ipairs(redis.call('XRANGE', KEYS[1], '(' .. from, '+', 'COUNT', 100)) do
              answer[1] = entry[1]
              local number = entry[2][2]
              if entry[2][1] == 'n' and entry[2][3] == 'e' and #number < 17 and string.match(number, '^%d+$') then
                answer[#answer + 1] = string.format('%.0f', now - tonumber(string.match(entry[1], '^%d+')))
                answer[#answer + 1] = number
                answer[#answer + 1] = entry[2][4]
              end
            end
            return answer
            """;

    private RedisScripts() {}
}
