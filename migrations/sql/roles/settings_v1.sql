-- What the five roles that processes connect as, beside the owner's, should have set and have not: role, setting, value.
-- Asked at every migration, since roles belong to the server and not to one of its databases. Only what differs is
-- changed: two databases of one server that change the same role at once disturb each other.

SELECT wanted.role, wanted.setting, wanted.value
FROM (
    VALUES
        (%(reader)s::text, 'default_transaction_read_only', 'on'),
        (%(reader)s, 'statement_timeout', '60s'),
        (%(reader)s, 'idle_in_transaction_session_timeout', '60s'),
        -- A server that can compile what seems dear to it does so unasked, and takes longer than to do it: each fold
        -- took ten times as long.
        (%(reader)s, 'jit', 'off'),
        (%(publisher)s, 'jit', 'off'),
        (%(projector)s, 'jit', 'off'),
        (%(publisher)s, 'default_transaction_read_only', 'on'),
        (%(publisher)s, 'idle_in_transaction_session_timeout', '5min'),
        -- Plans are made once, and the log grows from nothing meanwhile: none may read the whole of it.
        (%(writer)s, 'plan_cache_mode', 'force_generic_plan'),
        (%(writer)s, 'enable_seqscan', 'off'),
        -- Plans that may not read the whole seem dear, and would be compiled at every append.
        (%(writer)s, 'jit', 'off'),
        (%(writer)s, 'lock_timeout', '3s'),
        (%(writer)s, 'idle_in_transaction_session_timeout', '10s'),
        (%(eraser)s, 'enable_seqscan', 'off'),
        (%(eraser)s, 'jit', 'off'),
        -- Sessions ask for it themselves, but behind a pooler what they ask for is not passed on.
        (%(writer)s, 'default_transaction_isolation', 'read committed'),
        (%(eraser)s, 'default_transaction_isolation', 'read committed'),
        (%(projector)s, 'default_transaction_isolation', 'read committed'),
        (%(eraser)s, 'lock_timeout', '30s'),
        (%(eraser)s, 'idle_in_transaction_session_timeout', '10s'),
        (%(projector)s, 'idle_in_transaction_session_timeout', '5min')
) AS wanted (role, setting, value)
JOIN pg_roles AS r ON r.rolname = wanted.role
WHERE wanted.setting || '=' || wanted.value <> ALL (coalesce(r.rolconfig, '{}'));
