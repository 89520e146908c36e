"""Texts with several mistakes, each marked at the end of its line with the code that it has to give."""

EIGHT = """\
profile:
    country    text
    employees  number
    stage      string                                          #! LS146
    tested     boolean
event page_visit:
    path  text
event form_submit
score engagement:
    +5   on page_visit                                         #! LS143
    +10  on each page_visit where path = "/pricing"            #! LS142
    +2   on each form_sumbit                                   #! LS202
    +3   on each page_visit, expires after 2 months            #! LS117
score fit:
    +20  while country is "NL"
    +5   while employees is "many"                             #! LS302
    +5   while country equals "BE"                             #! LS151
followup greet:
    on form_submit
    script:
        profile.fields.tested = nul                            #! LS431
selection dutch:
    where country is "NL"
"""
MIXTURES = {
    "eight": EIGHT,
    "lexical first on a line": """\
profile:
    country    text
    employees  number
score fit:
    +20  while country is 'NL' and employees = 5               #! LS111 LS142
    +20  while country is \u201cBE\u201d and employes > 5                #! LS111 LS200
    +5   while country is "FR" && employees => 5 foo           #! LS116 LS116 LS140
    +5   while employees \u2265 5 and country equals "NL"             #! LS151 LS155
    +5   whle country in ["NL"]                                #! LS140 LS153
""",
    "an open text ends its line": """\
profile:
    country  text
score fit:
    +20  whle country is "NL                                   #! LS102 LS140
    +5   while country is "BE"
    +10  while country = "FR"                                  #! LS142
""",
    "names of lines that cannot be read": """\
profile:
    country  txet 5                                            #! LS146
    stage    text
event page_visit                                               #! LS141
    path  text
score fit:
    +20  while country is "NL"
    +5   while stage is "lead" then                            #! LS151
    +5   while (stage is "client"                              #! LS131
    +5   while stage is "friend")                              #! LS156
score interest:
    +5   on each page_visit where path is "/" and              #! LS141
    +7   on each page_visit where path not contains "/jobs"    #! LS152
""",
    "a follow-up": """\
profile:
    country  text
    stage    text
event form_submit
followup route:
    on form_submit
    if country is "NL"                                         #! LS141
        set stage = "north"                                    #! LS151
    elif country is "ES":                                      #! LS151
        set stage to "south"
    else                                                       #! LS141
        stop
    end                                                        #! LS151
selection north:
    where stage is "north" or stage is "East";                 #! LS101
""",
}
