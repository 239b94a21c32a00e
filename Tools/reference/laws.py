"""Distribution functions of the catalogue's laws by scipy: laws.py > laws.json"""
import json

from scipy import stats

laws = {
    "normal:1,mean=1,deviation=2": stats.norm(1, 2),
    "uniform:1,low=-1,high=3": stats.uniform(-1, 4),
    "exponential:1,rate=2": stats.expon(scale=0.5),
    "laplace:1,mean=-1,scale=0.5": stats.laplace(-1, 0.5),
    "student-t:1,freedom=3": stats.t(3),
    "student-t:1,freedom=0.7": stats.t(0.7),
    "cauchy:1,median=2,scale=0.3": stats.cauchy(2, 0.3),
    "beta:1,alpha=2,beta=5": stats.beta(2, 5),
    "beta:1,alpha=0.3,beta=0.2": stats.beta(0.3, 0.2),
    "gamma:1,shape=2.5,scale=3": stats.gamma(2.5, scale=3),
    "gamma:1,shape=0.3": stats.gamma(0.3),
    "log-normal:1,mean=0.5,deviation=0.8": stats.lognorm(0.8, scale=2.718281828459045**0.5),
    "von-mises:1,concentration=2": stats.vonmises(2),
    "von-mises:1,concentration=0": stats.uniform(-3.141592653589793, 2 * 3.141592653589793),
}
places = [0.02, 0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9, 0.98]
print(json.dumps([
    {"name": name, "points": [float(x) for x in law.ppf(places)], "values": [float(v) for v in law.cdf(law.ppf(places))]}
    for name, law in laws.items()], indent=1))
