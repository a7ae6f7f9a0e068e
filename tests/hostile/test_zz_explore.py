import traceback, os, json, gzip, zipfile, time
from pathlib import Path
from tests.hostile.commands import *
from tests.worked import worked
LEAD="First reader (invented)"
def bad_files(t):
    f={}
    def w(n,c): f[n]=write(t/n,c)
    f["missing"]=t/"nowhere.csv"
    (t/"folder").mkdir(); f["folder"]=t/"folder"
    w("empty",b""); w("nul",b"\0"*100); w("bom_only",b"\xef\xbb\xbf"); w("spaces",b"  \n \n")
    w("random",bytes((i*7919)%256 for i in range(5000)))
    w("utf16",'title,verdict\nA,include\n'.encode("utf-16")); w("utf16le",'title,verdict\nA,include\n'.encode("utf-16-le"))
    w("latin1",'title,verdict,x\nCafé,inclu\n'.encode("latin-1"))
    w("pdf",b"%PDF-1.4 foo bar"); w("zip",b"PK\x03\x04abcdef")
    w("unclosed",b'title,verdict\n"abc,def\nxx,yy\n')
    w("deep_toml","a = "+"["*20000); w("deep_json","["*100000); w("deep_json2",'[{"type":"book","title":'+"["*100000+"1"+"]"*100000+"}]"); w("deep_xml","<xml><records>"+"<record>"*20000)
    w("huge_toml","a = "+"9"*10000); w("toml_keys","\n".join("a."*3000+"b = 1" for _ in range(1)))
    w("deep_bib","@article{a, title={"+"{"*50000+"x"+"}"*50000+"}}")
    w("dup","title,title,verdict\na,b,c\n"); w("ragged","title,verdict\na\nb,c,d,e\n")
    w("html","<html><body>x</body></html>"); w("semicolon","title;verdict\na;b\n")
    w("toml_scalar","search = 5\ncriterion = 3\ntheme = 2\nquestion = 7\n"); w("toml_list","search = [1,2]\ncriterion=['a']\ntheme=['a']\nquestion=['a']\n")
    w("toml_date","title = 2020-01-01\nkey = 5\n[[search]]\nkey=2020-01-01\nsource='x'\ndate_run=[1]\n[[criterion]]\nkey={a=1}\n")
    w("toml_search_file","[[search]]\nkey='k'\nsource='x'\nfile=5\n")
    w("toml_search_date","[[search]]\nkey='k'\nsource='x'\ndate_run=2020-01-01T00:00:00\n")
    w("toml_search_date2","[[search]]\nkey='k'\nsource='x'\ndate_run='20200101'\n")
    w("toml_search_date3","[[search]]\nkey='k'\nsource='x'\ndate_run='2020-W01-1'\n")
    w("toml_search_hits","[[search]]\nkey='k'\nsource='x'\nhits=99999999999999999999999\n")
    w("toml_search_hits2","[[search]]\nkey='k'\nsource='x'\nhits=9999999999\n")
    w("toml_search_long","[[search]]\nkey='"+"k"*500+"'\nsource='x'\n")
    w("toml_search_long2","[[search]]\nkey='k'\nsource='"+"k"*500+"'\n")
    w("toml_search_long3","[[search]]\nkey='k'\nsource='x'\nplatform='"+"k"*500+"'\n")
    w("toml_search_bool","[[search]]\nkey='k2'\nsource='x'\nhits=true\n")
    w("toml_search_float","[[search]]\nkey='k3'\nsource='x'\nhits=3.7\n")
    w("toml_two_searches","[[search]]\nkey='new'\nsource='x'\n[[search]]\nkey='register'\nsource='y'\n")
    w("longname","x"); f["longname"]=t/("x"*300+".csv")
    (t/"loop").symlink_to(t/"loop"); f["loop"]=t/"loop"
    f["devnull"]=Path("/dev/null"); f["under_file"]=t/"empty"/"x.csv"
    w("nulpath","title,file\nThe passenger seat: how volunteer drivers experience hospital journeys in a valley scheme,../../../../etc/passwd\n")
    return f
COMMANDS=["protocol set F","search log F","records import F --search register","records inspect F","records convert F OUT --to ris",
"dedup find F --out OUT","dedup decide F","screening import F","screening import F --stage full-text","screening resolve F","studies retrieval F","studies link F",
"documents add F --title amber","documents add-folder F","appraisal choose F","appraisal choose casp_2018 --wording F","appraisal import F","appraisal import casp.csv --ratings F","appraisal reconcile F",
"extraction tool F","extraction import F","extraction reconcile F","synthesis themes F","synthesis findings F","review import F"]
FREE=("records inspect","records convert","dedup find","review import")
def test_explore(database,tmp_path):
    review=worked("invented")
    t=tmp_path/"bad"; t.mkdir()
    files=bad_files(t)
    n=0
    for c in COMMANDS[int(os.environ.get("FROM","0")):]:
        for name,path in files.items():
            alts=[path]
            if c=="appraisal choose F": alts=[Path(str(path)+".toml")]; 
            if c=="appraisal choose F" and name not in("longname","loop") and path.is_file(): write(alts[0],path.read_bytes())
            for p in alts:
                words=[str(p) if x=="F" else str(t/"out.ris") if x=="OUT" else "examples/invented/appraisal/casp-first.csv" if x=="casp.csv" else x for x in c.split()]
                if not c.startswith(FREE): words+=as_lead(review)
                before=standing(review); t0=time.time()
                try:
                    e=run(*words)
                except BaseException as err:
                    print("EXC",database,c,name,repr(err)[:200], traceback.extract_tb(err.__traceback__)[-1][:3]); 
                    if standing(review)!=before: print("   ...AND CHANGED")
                    continue
                if time.time()-t0>1: print("SLOW",c,name,time.time()-t0)
                changed=standing(review)!=before
                if changed or e.code not in(0,2) or "Traceback" in e.err or (e.code==2 and not e.err.strip()) or e.code==0:
                    print("ODD",database,c,name,e.code,"changed" if changed else "",e.out[:150].replace("\n","|"),e.err[:150].replace("\n","|"))
                elif database=="sqlite" : print("ok ",c,name,e.err[:300].replace("\n","|"))
