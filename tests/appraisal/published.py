"""Published appraisal tables, as numbers: answers per study and the score or rating printed beside them."""

# gh.bmj.com/highwire/markup/150166: 9 studies; answers, score, band
BUTLER: dict[str, tuple[str, str, str]] = {
    "Musabyimana": ("YYYYYCYYYY", "9.5", "high"),
    "Okuga": ("YYYYYCYCYY", "9", "moderate"),
    "Naidoo": ("YYYYYCYYYY", "9.5", "high"),
    "Dillip": ("YYYYYYYYYY", "10", "high"),
    "Jackson & Hailemariam": ("YYYCYCYCYY", "8.5", "moderate"),
    "Giugliani": ("YYYYYYYYYY", "10", "high"),
    "Kok": ("YYYYYYYYYY", "10", "high"),
    "Mwendwa": ("YYYYYYYYYY", "10", "high"),
    "Ludwick": ("YYYYYYYYYY", "10", "high"),
}

# PMC10243232, table 3; answers, score, band
TWO_ONE_ZERO: dict[str, tuple[str, str, str]] = {
    "Longworth 2003": ("YYYCYCYCYC", "16", "Moderate"),
    "Bradway 2006": ("YYYYYCCCYY", "17", "Moderate"),
    "Bradway 2008": ("YYYCYCYYYC", "17", "Moderate"),
    "Elstad 2010": ("YYYYYCYYYY", "19", "High"),
    "Welch 2012": ("YYYYYYYYYY", "20", "High"),
    "Sevilla 2013": ("YYYYYCYCYY", "18", "High"),
    "Dunivan 2014": ("YYYYYCYYYC", "18", "High"),
    "Siddiqui 2016": ("YYYYYYYCYY", "19", "High"),
    "Alas 2016": ("YYYYYCYYYY", "19", "High"),
    "Brown 2017": ("YYYYYCYYYY", "19", "High"),
    "Jackson 2017": ("YYYYYCYYYY", "19", "High"),
    "Maldonado 2021": ("YYYYYCYCYY", "18", "High"),
}

# PMC6035504, table 2, first 14 rows; answers to questions 1 to 9, band
COUNT_YES: dict[str, tuple[str, str]] = {
    "Foggin 2006": ("YYYCYCCCN", "Fair"),
    "Hemson 2007": ("YYYCCCCCY", "Fair"),
    "Geere 2010": ("YYYYYCYCY", "Good"),
    "Domenech 2012": ("YYYCYCCCY", "Fair"),
    "Stevenson 2012": ("YYYYYYYYY", "Good"),
    "Yallew 2012": ("YYYCYCYCY", "Good"),
    "Asaba 2013": ("YYYYCCNCN", "Fair"),
    "Robson 2013": ("YYCCCCNCY", "Poor"),
    "House 2014": ("YYCCCCCCY", "Poor"),
    "Isoke 2014": ("YYYYYCCCY", "Good"),
    "Mukhulani 2014": ("YYYCCCCCY", "Fair"),
    "Schatz 2014": ("YYYYYCCYY", "Good"),
    "Bisung 2015": ("YYYYYYYYY", "Good"),
    "Sarkar 2015": ("YYYYYYYCY", "Good"),
}

# doi:10.1002/nop2.146, table A1; answers, the reviewers' rating; one row is blank in print
VIKEN: dict[str, tuple[str, str]] = {
    "Almutairi 2015": ("YYYYYYYUYY", "High"),
    "Connor & Miller 2014": ("YYYYYNYYYY", "High"),
    "Estacio & Saidy-Khan 2014": ("YYYYYYYUYY", "Moderate"),
    "Kishi 2014": ("YYYYYYYYYY", "High"),
    "Xiao 2014": ("YYYYYUYYYY", "High"),
    "Zhou 2014": ("YYYYYYYYYY", "High"),
    "Alexis 2013": ("YYYYYUYYYY", "High"),
    "Lin 2013": ("YYYYYYYUYU", "Moderate"),
    "Wheeler 2013": ("YYYYUYYUUU", "Moderate"),
    "Alexis & Shillingford 2011": ("YYYYYUYYYY", "High"),
    "Jose 2011": ("YYYYYUYYYY", "High"),
    "Liou & Cheng 2011": ("YYYYYYYYYY", "High"),
    "Smith 2011": ("", ""),
    "Allan 2010": ("YYYUUNUUYU", "Moderate"),
    "Tregunno 2009": ("YYYYYUYUYY", "Moderate"),
    "Xu 2008": ("YYYUYYYYUY", "High"),
    "Magnusdottir 2005": ("YYYUYUUUYY", "Moderate"),
}

# doi:10.11124/JBIES-22-00353, table 1; answers, score
JBI_TWO_ONE_ZERO: dict[str, tuple[str, str]] = {
    "Culjis 2013": ("YYYYYYYYYY", "20"),
    "Duggleby 2010": ("YYYYYYYNYY", "18"),
    "Fjose 2018": ("YYYYYYYYYY", "20"),
    "Jack 2016": ("YYYYYYYYYY", "20"),
    "Jo 2007": ("YYYYYYYYYY", "20"),
    "Kaasalainen 2011": ("YYYYYYYNYY", "18"),
    "Kokorelias 2016": ("YYYYYYYYYY", "20"),
    "Law 2009": ("YYYYYYYUYY", "19"),
    "McWilliam 2008": ("YYYYYYYYYY", "20"),
}

# PMC9218455, table 7; answers, percent yes
JBI_PERCENT: dict[str, tuple[str, str]] = {
    "Clerici": ("YYYYYYNYYY", "90"),
    "Hu": ("YYYYYUYYUY", "80"),
}


def answers(letters: str, unsure: str = "cant_tell") -> dict[str, str]:
    """Answers by question from a printed row of letters; C and U are both the answer of not knowing."""
    words = {"Y": "yes", "N": "no", "C": unsure, "U": unsure, "A": "not_applicable"}
    return {str(number): words[letter] for number, letter in enumerate(letters, start=1)}
