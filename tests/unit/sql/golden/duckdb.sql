WITH counted AS (
  SELECT
    *
  FROM (
    SELECT
      *,
      ROW_NUMBER() OVER (PARTITION BY "profile", "id" ORDER BY "arrival") AS "place"
    FROM events
    WHERE
      "time" <= $as_of
  ) AS numbered
  WHERE
    "place" <= 1
), totals AS (
  SELECT
    e."profile",
    CAST(SUM(
      CASE e."type"
        WHEN 'visit'
        THEN CASE WHEN e."path" LIKE '/pricing%' AND COALESCE(p."country" <> 'NL', TRUE) THEN 1 ELSE 0 END /* Looks at the prices: +5 on each visit where path starts with "/pricing" and coun… (rules.lsdsl:13) */
        ELSE 0
      END
    ) AS BIGINT) AS "count_1_1",
    CAST(SUM(
      CASE e."type"
        WHEN 'buy'
        THEN CASE
          WHEN ABS(CAST(e."amount" AS DOUBLE) / 10) > 9007199254740992
          OR ABS(CAST(e."amount" AS DOUBLE) / 10) > 1000000000
          THEN 1
          ELSE 0
        END
        ELSE 0
      END
    ) AS BIGINT) AS "problems_1",
    CAST(SUM(
      CASE e."type"
        WHEN 'buy'
        THEN SIGN(
          COALESCE(
            CAST(SIGN(CAST(e."amount" AS DOUBLE) / 10) * FLOOR(LEAST(ABS(CAST(e."amount" AS DOUBLE) / 10), 1000000000) * 1000000 + 0.5) AS BIGINT),
            0
          )
        ) * /* +(amount / 10) on each buy, halves every 30 days (rules.lsdsl:14) */ CAST(FLOOR(
          CAST(ABS(
            COALESCE(
              CAST(SIGN(CAST(e."amount" AS DOUBLE) / 10) * FLOOR(LEAST(ABS(CAST(e."amount" AS DOUBLE) / 10), 1000000000) * 1000000 + 0.5) AS BIGINT),
              0
            )
          ) AS DOUBLE) * POWER(CAST(0.5 AS DOUBLE), CAST(CAST((
            $as_of - e."time"
          ) // 2592000000000 AS BIGINT) AS DOUBLE)) + CAST(0.5 AS DOUBLE)
        ) AS BIGINT)
        ELSE 0
      END
    ) AS BIGINT) AS "total_1_0"
  FROM counted AS e
  LEFT JOIN profiles AS p
    ON p."id" = e."profile"
  GROUP BY
    e."profile"
), size_1_2 AS (
  SELECT
    e."profile",
    e."time",
    e."arrival",
    9000000 AS "size"
  FROM counted AS e
  WHERE
    e."type" IN ('buy')
), place_1_2 AS (
  SELECT
    *,
    ROW_NUMBER() OVER (PARTITION BY "profile" ORDER BY "arrival") AS "place"
  FROM size_1_2
  WHERE
    "size" <> 0
), points_1_2 AS (
  SELECT
    "profile",
    CAST(SUM(CASE WHEN (
      $as_of - "time"
    ) < 864000000000 THEN "size" ELSE 0 END) AS BIGINT) AS "points_1_2" /* +9 on first buy, expires after 10 days (rules.lsdsl:15) */
  FROM place_1_2
  WHERE
    "place" <= 1
  GROUP BY
    "profile"
), people AS (
  SELECT
    COALESCE(p."id", t."profile") AS "id",
    p."email",
    t."count_1_1",
    t."problems_1",
    t."total_1_0",
    points_1_2."points_1_2"
  FROM profiles AS p
  FULL JOIN totals AS t
    ON t."profile" = p."id"
  LEFT JOIN points_1_2
    ON points_1_2."profile" = t."profile"
), scores_1 AS (
  SELECT
    *,
    LEAST(
      CAST(0 AS BIGINT) + COALESCE("total_1_0", 0) + (
        LEAST(COALESCE("count_1_1", 0), 3) * 5000000
      ) + COALESCE("points_1_2", 0),
      100000000
    ) AS "score_1",
    CASE
      WHEN CASE
        WHEN (
          LENGTH("email") - LENGTH(REPLACE("email", '@', ''))
        ) = 1
        AND SUBSTRING("email", STRPOS("email", '@') + 1) <> ''
        THEN LOWER(SUBSTRING("email", STRPOS("email", '@') + 1))
        ELSE NULL
      END IN ('acme.com', 'o''hara.com')
      THEN 20000000
      ELSE 0
    END /* +20 while domain(email) in ("acme.com", "o'hara.com") (rules.lsdsl:17) */ AS "score_2"
  FROM people
), scores_2 AS (
  SELECT
    *,
    CAST(SIGN((
      CAST("score_1" AS DOUBLE) / 1000000
    ) + (
      CAST("score_2" AS DOUBLE) / 1000000
    )) * FLOOR(
      LEAST(ABS((
        CAST("score_1" AS DOUBLE) / 1000000
      ) + (
        CAST("score_2" AS DOUBLE) / 1000000
      )), 9007199254) * 1000000 + 0.5
    ) AS BIGINT) AS "score_3"
  FROM scores_1
)
SELECT
  "id",
  "score_1" AS "score use",
  CASE WHEN "score_1" IS NULL THEN NULL WHEN "score_1" >= 30000000 THEN 'warm' ELSE 'cold' END AS "score use range",
  "score_2" AS "score fit",
  "score_3" AS "score total",
  CASE
    WHEN (
      (
        LENGTH("email") - LENGTH(REPLACE("email", '@', ''))
      ) = 1
      AND NOT REGEXP_MATCHES(SUBSTRING("email", STRPOS("email", '@') + 1), '^[!-~]*$')
    )
    OR ABS((
      CAST("score_1" AS DOUBLE) / 1000000
    ) + (
      CAST("score_2" AS DOUBLE) / 1000000
    )) > 9007199254
    OR "problems_1" > 0
    THEN 1
    ELSE 0
  END AS "problems"
FROM scores_2
