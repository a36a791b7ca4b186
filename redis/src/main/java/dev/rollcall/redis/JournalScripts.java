// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

/**
 * What Redis does for a {@link RedisJournal} in one step. Only the clock of Redis counts. The first key is always the
 * format's, the first argument the format that this version writes. Three keys follow for each kind: values, order,
 * ends.
 */
final class JournalScripts {

    private static final String BEGIN = """
            local format = redis.call('GET', KEYS[1])
            if format and format ~= ARGV[1] then
              return redis.error_reply('JOURNALFORMAT ' .. string.sub(format, 1, 20))
            end
            local t = redis.call('TIME')
            local now = t[1] * 1000 + math.floor(t[2] / 1000)
            local function remove(at, key)
              redis.call('HDEL', KEYS[at], key)
              redis.call('ZREM', KEYS[at + 1], key)
              redis.call('ZREM', KEYS[at + 2], key)
            end
            """;

    /** Returns the rest of a key's life in milliseconds, as text; empty when it has no end, nil when it is over. */
    private static final String LEFT = """
            local function left(at, key)
              local ends = redis.call('ZSCORE', KEYS[at + 2], key)
              if not ends then return '' end
              local millis = tonumber(ends) - now
              if millis > 0 then return string.format('%.0f', millis) end
            end
            """;

    private static final String FIND = """
            local value = redis.call('HGET', KEYS[2], ARGV[2])
            local life = value and left(2, ARGV[2])
            """;

    /**
     * Makes changes. Arguments: the format, how many kinds there are, how many entries each may have; then for each change the
     * place of its kind's first key, its life in milliseconds (empty for no end, a minus sign for a removal), key and value.
     * Whatever could fail on the way is tried first, because Redis does not undo what a script has done.
     */
    static final String WRITE = BEGIN + """
            local most = {}
            for kind = 1, tonumber(ARGV[2]) do
              local at = kind * 3 - 1
              most[at] = tonumber(ARGV[kind + 2])
              redis.call('HLEN', KEYS[at])
              redis.call('ZCARD', KEYS[at + 1])
              redis.call('ZCARD', KEYS[at + 2])
            end
            if not format then redis.call('SET', KEYS[1], ARGV[1]) end
            for at in pairs(most) do
              for _, key in ipairs(redis.call('ZRANGEBYSCORE', KEYS[at + 2], '-inf', string.format('%.0f', now))) do
                remove(at, key)
              end
            end
            local function place(at, key)
              if redis.call('ZSCORE', KEYS[at + 1], key) then return end
              local last = redis.call('ZREVRANGE', KEYS[at + 1], 0, 0, 'WITHSCORES')[2] or 0
              redis.call('ZADD', KEYS[at + 1], last + 1, key)
              local over = redis.call('ZCARD', KEYS[at + 1]) - most[at]
              if over > 0 then
                for _, oldest in ipairs(redis.call('ZRANGE', KEYS[at + 1], 0, over - 1)) do remove(at, oldest) end
              end
            end
            for i = tonumber(ARGV[2]) + 3, #ARGV, 4 do
              local at, life, key = tonumber(ARGV[i]), ARGV[i + 1], ARGV[i + 2]
              if life == '-' then
                remove(at, key)
              else
                place(at, key)
                redis.call('HSET', KEYS[at], key, ARGV[i + 3])
                if life == '' then
                  redis.call('ZREM', KEYS[at + 2], key)
                else
                  redis.call('ZADD', KEYS[at + 2], now + life, key)
                end
              end
            end
            return {}
            """;

    /** Finds an entry. Arguments: the format, a key. Returns what is left of its life, and its value; nothing if there is none. */
    static final String GET = BEGIN + LEFT + FIND + """
            if not life then return {} end
            return {life, value}
            """;

    /** Finds an entry and removes it; otherwise as {@link #GET}. */
    static final String TAKE = BEGIN + LEFT + FIND + """
            if value then remove(2, ARGV[2]) end
            if not life then return {} end
            return {life, value}
            """;

    /**
     * Reads the most recently created entries. Arguments: the format, how many. Returns for each its key, what is left
     * of its life, and its value.
     */
    static final String READ = BEGIN + LEFT + """
            local answer = {}
            for _, key in ipairs(redis.call('ZREVRANGE', KEYS[3], 0, -1)) do
              if #answer >= 3 * tonumber(ARGV[2]) then break end
              local value = redis.call('HGET', KEYS[2], key)
              local life = value and left(2, key)
              if life then
                answer[#answer + 1] = key
                answer[#answer + 1] = life
                answer[#answer + 1] = value
              end
            end
            return answer
            """;

    private JournalScripts() {}
}
