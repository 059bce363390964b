/**
 * The words the stand-in model knows. Each entry matches every word that begins with it (`deliver` matches "delivered"),
 * so an entry is the longest beginning that its forms share; `unrelated` lists words that would match by accident.
 */

const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '');

export const positive = words(`
  amazing awesome beautiful best better brilliant charming comfortable convenient courteous delight delicious easier easily easy
  effective efficient elegant enjoy excellent exceed exceptional fabulous fantastic fast favourite favorite flawless friendly fresh
  fun generous gem glad good gorgeous great happier happy happily helped helpful impeccable impress improved incredible intuitive kind
  lovely loved loves loving love nice outstanding perfect pleasant pleased pleasure polite prompt quick recommend refreshing reliable
  satisfied satisfying seamless simple smooth solid spotless stunning stylish sturdy super superb superior terrific thank thrilled top
  tasty understanding useful welcoming wonderful wow worth durable accurate attentive affordable bargain clean clear cosy cozy
`);

export const negative = words(`
  abysmal angry annoy appalling atrocious awful awkward bad badly bland blurr boring broke broken buggy bug careless cheat clunky cold
  complain complicated confus costly cramped crash crap damag dead defect delay depress difficult dirty disappoint disast disgrac disgust
  dishonest dismal dreadful error expensive fail fake fault filthy flimsy frustrat furious garbage glitch greasy gross hang hate hated
  hopeless horribl horrid ignor impossible inaccurate incompetent incorrect ineffective inferior insult issue junk lack lag late leak
  lied lies lost lousy mediocre mess misled mislead missing mistake nasty nightmare noisy outdated outrag overcharg overpriced pain
  pathetic poor poorly problem refus regret ridiculous rip rude scam scratch shabby shame shoddy sick slow sluggish smell soggy sorry
  stain stale struggl stuck stupid terribl torn trash troubl ugly unaccept unclear uncomfort unfair unfriendly unhappy unhelpful
  unprofession unreliab unreason unresponsive unsatisf unusable upset useless waste weak worse worst wors wrong
`);

/** Nothing by themselves, bad news when negated: "does not work", "never arrived". */
export const wantedWhenNegated = words('work arriv fit respon receiv answer load open come came turn charge last explain match');

export const negations = [' not', ' Not', "'t", '\u2019t', ' never', ' Never', ' no', ' No'] as const;

/** Words that begin like an entry and mean something else. */
export const unrelated = words(`
  goods badge fasten fasting kindle kindergarten kinda kinds topic topping superm superv lateral lately later latest greater bestow
  hangar hangs lackey issued lastly cleaner clears freshman coldplay supermarket niece ripe topple funnel
  messag messenger clearance thankless painted painter paint opening opened
`);

/** What a text can be about, each with the words that show it. The order breaks ties: the first wins. */
export const themes: Readonly<Record<string, readonly string[]>> = {
  delivery: words('deliver shipp shipment courier parcel arriv dispatch postage tracking driver'),
  support: words('support helpdesk agent ticket representative hotline response responded replied reply call assistance'),
  price: words('price pricing pricey cost costly expensive overpriced cheap afford bargain value money worth'),
  quality: words('quality material fabric craftsmanship durab sturdy flimsy defect broke broken shoddy stitch scratch torn'),
  usability: words('usability interface intuitive confus navigat menu layout easy easier easily complicated setup instruction button design'),
  performance: words('performance slow sluggish lag speed fast responsive load loading battery freez'),
  reliability: words('reliab unreliab crash bug buggy glitch outage downtime error fail stable unstable'),
  billing: words('billing billed invoice refund charged overcharg payment subscription cancel'),
  packaging: words('packag box wrapp damaged dented'),
  staff: words('staff waiter waitress employee server cashier manager team receptionist crew'),
};
