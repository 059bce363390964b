import type { Lexicon } from '../lexicon-form.ts';
import { phraseTable, wordSet } from '../phrase-table.ts';

export const english: Lexicon = {
  telling: wordSet('the a an is are was were do does did what how when where why which who of to for and in on with can could would should i my me you your it this that please from not have has be'),
  empty: wordSet('the a an is are am be do does i my our please actually lol haha um uh erm uhm umm'),
  openings: phraseTable(`
    ! ugh|argh|lol|haha|omg|and|but|then|btw|by the way|fyi|hmm|umm|well then|alrighty|hiya|howdy|yo|heya|hey folks|hey team|hey guys|hi team|hi all|hi everyone|hello everyone|hello all|pretty please|so|just >
    please|pls|plz|kindly >
    ! hi|hello|hey|hey there|hi there|hello there|good morning|good afternoon|good evening|greetings >
    ! ok|okay|so|um|uh|hmm|just|also|and|anyway|alright|yo|everyone|folks|basically|actually|real quick >
    ! thanks|thank you|sorry|excuse me|sorry to bother you|pardon me|hope you are well|hope you are doing well|i hope you are well|i hope you are doing well >
    ! just a little question|just a little question really|a little question|just a small question|a small question|small question|a short question|just a short question|tiny question|oh|oh wait|wait|oh and|er|erm|alright so|all right|all right so|right so|well so|so well|so basically|basically so|um so|so um|you know >
    ! quick question|a quick question|just a quick question|one quick question|simple question|one question|i have a question|i have a quick question|i have got a question|i have got a quick question|quick one|another question|silly question|stupid question|dumb question >
    can you|could you|would you|can u|could u|can you please|could you please|would you please|would you mind|could you kindly|would you kindly|might you|could you possibly|can you possibly|would it be possible for you to|is it possible for you to|would you be able to|would you be so kind as to|i would appreciate it if you could|i would be grateful if you could|it would be great if you could >
    i would like you to|i want you to|i need you to|i would like to know|i want to know|i need to know|i would love to know|i am looking to know|i am trying to find out|i am trying to understand|i am trying to figure out|i would like to find out|i want to find out|i would like to understand|i want to understand|i need to find out >
    i was wondering|i am wondering|i wonder|wondering|just wondering|was wondering|curious|i am curious|i was curious|i am just curious|out of curiosity|i was just wondering >
    do you know|do you happen to know|any idea|any ideas|do you have any idea|does anyone know|anyone know|do you by any chance know|would you know|would you happen to know >
    i kindly ask you to|i would kindly ask you to|i humbly ask you to|i ask you to|i am asking you to|i request you to|kindly advise|please advise|would you do me the favor of|would you do me the favour of|could you do me the favor of|could you do me the favour of|do me the favor of|do me the favour of|be a star and|be an angel and|if you please|might i ask you to|may i ask you to|can i ask you to|could i ask you to|could i get you to|can i get you to|i would be glad if you could|i would be happy if you could|i am wondering if you could|i was wondering if you could|i wonder if you could|i am wondering whether you could|i was wondering whether you could|i wonder whether you could|i was wondering if you can|i was hoping you would|we would like you to|we need you to|we want you to|your job is to|try to >
    might i trouble you to|may i trouble you to|could i trouble you to|care to|feel free to|go ahead and|your task is to|i need your help to|i need you|let us|any chance you could|any chance you can|is there any chance you could|is there any chance you can|mind if i ask|mind telling me|do you mind telling me|would you mind telling me|i could use your help|i could use some help|i would appreciate your help with|hoping you can|hoping you could|i am hoping you can|i was hoping you could|i was hoping you can >
    help me understand|help me to understand|make me understand|i would like to understand|i want to understand|help me see|can you clarify|clarify|i do not understand|i do not get|i never understood|i still do not understand >
    explanation of how|estimate of how|calculate how|determine how|figure out how|work out how|find out how|give me an explanation of how|give an explanation of how|give me an estimate of how|give an estimate of how|estimate how > how
    explanation of why|give me an explanation of why|give an explanation of why|figure out why|find out why > why
    explanation of what|determine what|figure out what|work out what|calculate what|find out what|give me an explanation of what > what
    do you think you could|do you think you can|do you suppose you could|is there any way you could|is there any way you can|is there a way you could|whenever you can|at your convenience|at your earliest convenience|i would love to learn|i would love to hear|i would love to understand|i would love to find out|i would be interested to know|i am interested in knowing|i am interested to know|i need to ask you to|mind explaining|care to explain >
    perhaps you could|maybe you could|perhaps you can|maybe you can|perhaps you might|maybe you might|you might|i would like to hear|i want to hear|i would love to know|it would help to know|i need to understand >
    find out whether|find out if|figure out whether|figure out if|determine whether|determine if|i would like to find out whether|i would like to find out if|i am trying to figure out if|i am trying to figure out whether|i am unsure whether|i am unsure if|unsure whether|unsure if > whether
    write down what|tell me exactly what|i would like to know what|i want to know what > what
    tell me how i can|tell me how one can|tell me how we can|explain how i can|show me how i could|i would like to know how|i want to know how|i want to know how to > how
    explain to me why|explain me why|help me figure out why|help me understand why|help me work out why > why
    explain to me how|explain me how|help me figure out how|help me understand how|help me work out how|help me find out how > how
    explain to me what|explain me what|help me figure out what|help me understand what|help me work out what|help me find out what > what
    tips on how to|advice on how to|guidance on how to|help on how to|give me some advice on how to|give me advice on how to|give me tips on how to|give me some tips on how to|give me instructions on how to|give me instructions for|i can not figure out how to|i do not know how to|i am not sure how to|not sure how to|unsure how to|i would like to know how to|i need to know how to|i need instructions on how to|i am looking for a way to|looking for a way to|i need a way to|need a way to|how might one|how could one|how could you|walk me through > how
    is it ok to|is it okay to|is it ok if i|is it okay if i|is it fine to|is it alright to|is it all right to|is it alright if i > may
    who is the person who|who is the person that|who was the person who|who was the person that|name the person who|what is the name of the person who|tell me the name of the person who > who
    in what year|in which year|what year|which year|on what date|on which date|what date > when
    what makes|what causes > why
    how tall is|how high is > height of
    how old is > age of
    how heavy is > weight of
    how deep is > depth of
    how big is > size of
    how expensive is > price of
    how many people live in > population of
    explain why|tell me why|describe why|say why > why
    explain what|describe what|clarify what|say what|tell me what > what
    explain how|describe how|tell me how > how
    explain when|tell me when|say when > when
    explain where|tell me where|say where > where
    tell me which|say which > what
    is there a way of|is there any way of|is there some way of > can
    how does one go about|how do we go about|how can i go about|how do people go about|what is the right way to|what is the correct way to|what is the proper way to|what would be the way to|what is the trick to|what do you do to|what does one do to|what can i do to|what could i do to|what should one do to|what are some ways to|what are ways to|what is a good way to|give me a way to|what are the ways to > how
    can anyone tell me|can someone tell me|could someone tell me|could anyone tell me|can somebody tell me|tell me|let me know|may i ask|can i ask|might i ask|may i know|can i ask you|let me ask >
    help me|help me to|help me out|i need help with|i need some help with|i need your help with|i need help to|can you help me|can you help me to|could you help me|could you help me to|can you help me with >
    i would like to|i want to|i would love to|i am trying to|i am looking to|i wanna|i wish to >
    if you have a moment|if you have a minute|if you have a second|if you have time|if you get a chance|when you have a moment|when you have a minute|when you get a chance|when you have time|if it is not too much trouble|if it is not too much to ask|if you would be so kind|if i may ask|if i may|if you do not mind|if you do not mind me asking >
    be so kind as to|be so good as to|would you be kind enough to|be a dear and|do me a favor and|do me a favour and|would you be so good as to|i would love it if you could|it would be nice if you could|i would really appreciate it if you could|could you do me a favor and|can you do me a favor and >
    ! well|right|right then|now|now then|listen|look|honestly|honest question|seriously|real talk|ok so|okay so|so yeah|yeah so|weird question|odd question|strange question|asking for a friend|out of interest|as a matter of interest|please help|help|this is bugging me|it is bugging me|i have been meaning to ask|let me see|let us see|let me think|got a question|got a quick question|got a second|got a sec|got a minute|you there|you know what|guess what|hey chatgpt|hey assistant|hey buddy|hey friend|hey mate|hey bot|hey ai|dear assistant|assistant|ai|computer|mate|buddy|my friend|dude|man|i can not remember|i can never remember|i can not for the life of me remember|i can not recall|i do not remember|i have no idea|no idea|i am lost|i am stuck|i am confused|i am curious about something|one more thing|one more question|one last thing|one last question|last question|next question|follow up question|another one|something i have been wondering|good day|good day to you|dear sir or madam|dear sir|dear madam|to whom it may concern|i hope this finds you well|hope this finds you well|hope all is well|i hope all is well|nice to meet you >
    ! long story short|to cut a long story short|here goes|here is my question|here is a question|my question is|the question is|my question|here is the thing|so here is the thing|help me out here|need some help here|i need some help here|i need help|need help|help needed|a friend asked me|someone asked me|somebody asked me|i have been wondering|been wondering|i have always wondered|always wondered|i keep forgetting|i always forget|i forgot|i forget|remind me|remind me again|just checking|quick check|sanity check|for the record|random question|random one|serious question|noob question|newbie question|beginner question|honest question|genuine question|this may be a silly question but|this might be a stupid question but|this is probably a dumb question but|sorry if this is obvious but|not sure if this is the right place but|i am new to this but|i am new to this|sorry for the silly question but|sorry for the silly question|settle a debate|settle this|settle an argument >
    i was wondering if|i am wondering if|i wonder if|i was wondering whether|i wonder whether|i am wondering whether|wondering if|just wondering if|wondering whether|curious if|i am curious if|i am curious whether|curious whether|do you know if|do you know whether|do you happen to know if|do you happen to know whether|any idea if|any idea whether|does anyone know if|does anyone know whether|tell me if|tell me whether|let me know if|let me know whether|can you tell me if|can you tell me whether|could you tell me if|could you tell me whether|explain whether|explain if|i would like to know if|i would like to know whether|i want to know if|i want to know whether|i need to know if|i need to know whether|i am trying to find out if|i am trying to find out whether|i am not sure if|i am not sure whether|not sure if|not sure whether|whether > whether
    what are #|name #|list #|give me #|give #|tell me #|write # > list #
    compute #|calculate #|work out # > what #
    for me >
    tell me the|give me the|name the|state the|list the|give the|tell me what is|tell me what are|tell me about the > what
    tell me who > who
    show how to|show me how to|show how i|show me how i can|show me how|teach me how to|teach me to|explain how to|explain how i can|explain how i|explain to me how to|describe how to|learn how to|guide me on how to|walk me through how to|instructions for|instructions to|instructions on how to|tell me how to|a guide to|guide to > how
    give me|provide me with|provide|i need|i would like|i want|hand me|get me > give
    show me > show
    write me > write
    teach me > teach
    explain to me > explain
    describe to me > describe
    how do i|how can i|how to|how does one|how do you|how can you|how do we|how can we|how would i|how would you|how would one|how could i|how might i|how may i|how can one|how do i go about|how do you go about|how would i go about|how should i go about|how does somebody|how does someone|how can someone|how do people|how am i able to|how is it possible to > how
    what is the way to|what are the steps to|what are the steps for|what is the procedure for|what is the procedure to|what is the process for|what is the process to|what is the method for|in what way can i|in which way can i|what steps do i take to|what steps should i take to|what do i have to do to|what do i need to do to|what do i do to|what must i do to|by what means can i|what is a way to|ways to > how
    what is the best way to|what is the best method to|what is the best method for|how do i best|how can i best|how best to|what is the best approach to|what is the ideal way to > how best
    what is the easiest way to|what is the simplest way to|how do i most easily|what is an easy way to > how easiest
    what is the reason for|what is the reason that|what is the reason why|what is the reason|how come|why is it that|for what reason|what makes it that|why exactly > why
    is it possible to|is there a way to|is there any way to|am i able to|is there some way to|is it possible that i|are there any ways to|can i|can one|can we|would it be possible to|could i|do i have the ability to|is one able to > can
    am i allowed to|may i|is it allowed to|is it permitted to|am i permitted to|are we allowed to|are you allowed to|is one allowed to > may
    do i have to|do i need to|must i|is it necessary to|am i required to|am i obliged to|is it required to|is it mandatory to|do we have to|do we need to|do you have to|do you need to|does one have to > must
    should i|ought i to|is it advisable to|is it a good idea to|would it be a good idea to|is it recommended to|would you recommend to > should
    what time|at what time > when
    in what place|in which place|at which place > where
    what sort of|what type of|what kind of|which kind of|which type of > what kind of
    what|which > what
    why on earth|why the heck|why in the world > why
    how on earth|how the heck|how in the world > how
    what on earth|what the heck|what in the world > what
    where on earth|where in the world > where
    who on earth|who in the world > who
    what exactly|what precisely > what
    how exactly|how precisely > how
    what would be > what
    what are some|what are a few|name some|give me some|give some|list some|tell me some|give me a few > give some
    what are all|list all|name all > list all
    what is the difference between|what are the differences between|how does x differ from|explain the difference between|describe the difference between|what difference is there between|explain the differences between > difference
    what is the definition of|define|give me the definition of|give the definition of|give me a definition of|provide the definition of|provide a definition of > define
    what is the meaning of > mean
    give me an example of|give an example of|what is an example of|show me an example of|show an example of|provide an example of > example of
    give me a summary of|give a summary of|write a summary of|provide a summary of|make a summary of|summarize|summarise|sum up > summarize
    give me an overview of|give an overview of|provide an overview of > overview of
    give me an explanation of|give an explanation of|provide an explanation of|explain what is meant by > explain
    translate for me > translate
    which steps do i follow to|what steps do i follow to > how
  `),
  contractions: phraseTable(`
    gimme > give me
    lemme > let me
    dunno > do not know
    could've > could have
    would've > would have
    should've > should have
    might've > might have
    must've > must have
    there're > there are
    ain't|aint > is not
    who'd > who would
    how'd > how did
    what'd > what did
    where'd > where did
    theyre > they are
    youre > you are
    thats > that is
    whos > who is
    ive > i have
    youve > you have
    weve > we have
    theyve > they have
    youll > you will
    theyll > they will
    lets > let us
    whens > when is
    whys > why is
    theres > there is
    reason that > reason
    teh > the
    how dose > how does
    why dose > why does
    loosing > losing
    loose weight > lose weight
    awnser|anwser|anser > answer
    recieve > receive
    recieved > received
    definately|definatly > definitely
    seperate > separate
    tommorow|tommorrow|tomorow > tomorrow
    untill > until
    wierd > weird
    freind > friend
    adress > address
    calender > calendar
    buisness > business
    accross > across
    realy > really
    succesful|sucessful > successful
    writting > writing
    vaccum > vacuum
    w/ > with
    w/o > without
    b/c|bc|cuz|cos|coz > because
    r > are
    ur > your
    thru > through
    tho > though
    shoud|shuld > should
    cna > can
    ahve > have
    whats|wats > what is
    wich > which
    waht > what
    hwo > how
    plz|plese|pleas|pleaze > please
    alot > a lot
    thier > their
    becuase > because
    it's been > it has been
    he's been > he has been
    she's been > she has been
    that's been > that has been
    there's been > there has been
    what's been > what has been
    who's been > who has been
    it's got > it has got
    he's got > he has got
    she's got > she has got
    has got > has
    have got|i've got|we've got|they've got|you've got > have
    what's > what is
    it's > it is
    that's > that is
    there's > there is
    who's > who is
    where's > where is
    when's > when is
    how's > how is
    why's > why is
    here's > here is
    let's > let us
    he's > he is
    she's > she is
    i'm|im > i am
    i've|ive > i have
    i'd > i would
    i'll > i will
    you're > you are
    you've > you have
    you'd > you would
    you'll > you will
    we're > we are
    we've > we have
    we'd > we would
    we'll > we will
    they're > they are
    they've > they have
    they'd > they would
    they'll > they will
    it'll > it will
    that'll > that will
    what're > what are
    can't|cannot|cant > can not
    don't|dont > do not
    doesn't|doesnt > does not
    didn't|didnt > did not
    isn't|isnt > is not
    aren't|arent > are not
    wasn't|wasnt > was not
    weren't|werent > were not
    won't|wont > will not
    wouldn't|wouldnt > would not
    shouldn't|shouldnt > should not
    couldn't|couldnt > could not
    hasn't|hasnt > has not
    haven't|havent > have not
    hadn't|hadnt > had not
    mustn't > must not
    needn't > need not
    u > you
    whats > what is
    hows > how is
    wheres > where is
    gonna > going to
    wanna > want to
    gotta > have to
  `),
  closings: phraseTable(`
    please|pls|plz|thanks|thank you|thx|ty|thanks in advance|thank you in advance|thanks a lot|thanks so much|many thanks|thank you very much|thank you so much|cheers|much appreciated|appreciate it|i appreciate it|i would appreciate it|for me|if possible|if you can|if you do not mind|if you could|if that is ok|if it is not too much trouble|if you would|if you have time|if you have a moment|if i may ask|when you have a moment|when you get a chance|by any chance|anyway|kindly|lol|haha|tia|ta|would be great|would be appreciated|would be helpful|that would be great|that would be awesome|that would be lovely|that would be helpful|that'd be great|that would help a lot|you are a star|you are the best|you rock|bless you|in advance|pretty please|pls and thanks|please and thank you|help|help please|please help|help me|please help me|thank you in advance for your help|thanks for your help|thank you for your help|thanks for the help|thank you for your time|i appreciate your help|have a nice day|best regards|kind regards|regards|all the best|best wishes|i wonder|do you know|or what|guys|everyone|folks|mate|buddy|dude|man|my friend|sir|exactly|or something|or whatever|i guess|i suppose|you know|any advice|any tips|any pointers|any guidance|any suggestions|any thoughts|asking for a friend|just curious|just wondering|much obliged|i owe you one|you are a lifesaver|you are a life saver|you are a legend|you are amazing|you are awesome|you are great|sincerely|yours sincerely|any help appreciated|any help is appreciated|any help would be appreciated|any help would be great|any idea|any ideas >
  `),
  phrases: phraseTable(`
    which > what
    what exactly|what precisely > what
    how exactly|how precisely > how
    where exactly > where
    why exactly > why
    when exactly > when
    who exactly > who
    you know|i guess|i mean|honestly|literally|basically|so to speak|if you will|by any chance|for instance for example >
    in order to|so as to > to
    the following > this
    as well as > and
    & > and
    a lot of|lots of > many
    log in|login|log into|sign in|signin|sign into > log in
    log out|logout|sign out|signout > log out
    set up|setup > set up
    e mail|email > email
    cell phone|cellphone|mobile phone|mobile > mobile
    web site|website > website
    wi fi|wifi > wifi
    united states|united states of america|usa|us^|the us > usa
    united kingdom|uk > uk
    world war two|world war 2|world war ii|second world war|wwii|ww2 > wwii
    world war one|world war 1|world war i|first world war|wwi|ww1 > wwi
    how much time > how long
    its > it
    for example|for instance|eg > for example
    versus|vs > vs
    such as|like for example > such as
    get rid of|remove|delete|erase > delete
    find out|figure out|determine|work out > determine
    make sure|ensure > ensure
    look for|search for|seek > search
    purchase|buy > buy
    purchasing|buying > buying
    repair|fix > fix
    repairing|fixing > fixing
    begin|start|commence > start
    beginning|starting > starting
    large|big > big
    larger|bigger > bigger
    largest|biggest > biggest
    display|show > show
    photo|picture|photograph|pic > photo
    film|movie > movie
    car|automobile > car
    vacation|holiday > holiday
    fall|autumn > autumn
    doctor|physician > doctor
    kids|children > children
    kid|child > child
    quick|fast|rapid > fast
    quickly|rapidly|fast > fast
    inexpensive|cheap > cheap
    costly|expensive|pricey > expensive
    assist|help > help
    obtain|acquire|receive|get > get
    obtaining|acquiring|receiving|getting > getting
    modify|change|alter > change
    modifying|changing|altering > changing
    construct|build > build
    create|make > make
    creating|making > making
    reply|respond > reply
    often|frequently > often
    approximately|about|roughly|around|approx > about
    maximum|max > max
    minimum|min > min
    brief|short|concise > short
    briefly|shortly|in brief|in short > briefly
    concerning|regarding > regarding
    attempt|try > try
    choose|select|pick > choose
    mend > fix
    shut|close > close
    intelligent|smart|clever > smart
    happy|glad > happy
    ill|sick > sick
    illness|disease|sickness > disease
    wealthy|rich > rich
    correct|right > right
    incorrect|wrong > wrong
    whole|entire > whole
    difficult|hard > hard
    simple|easy > easy
    main|primary|principal > main
    crucial|important|essential > important
    advantages|benefits|pros|upsides > advantages
    disadvantages|drawbacks|cons|downsides > disadvantages
    advantage|benefit > advantage
    disadvantage|drawback > disadvantage
    drawing|sketch > drawing
    perhaps|maybe > maybe
    shall > should
    permitted|allowed > allowed
    necessary|needed|required > needed
    require|need > need
    requires|needs > needs
    contract of employment|employment contract > employment contract
    per cent|percent|% > percent
    usd|dollars|dollar|$ > dollars
    eur|euros|euro|€ > euros
    gbp|pounds sterling|£ > gbp
    kilometers|kilometres|kilometer|kilometre|km|kms > km
    kilograms|kilogram|kilos|kilo|kg|kgs > kg
    centimeters|centimetres|centimeter|centimetre|cm > cm
    celsius|°c > celsius
    fahrenheit|°f > fahrenheit
    hours|hrs|hour|hr > hours
    minutes|mins|minute > minutes
    seconds|secs|second|sec > seconds
    january|jan > january
    february|feb > february
    august|aug > august
    september|sept|sep > september
    october|oct > october
    november|nov > november
    december|dec > december
    javascript|js > javascript
    typescript|ts > typescript
    postgres|postgresql > postgresql
    kubernetes|k8s > kubernetes
    database|db > database
    directory|folder > folder
    repository|repo > repository
    environment variable|env var|env variable > environment variable
    ex employer|former employer > former employer
    tv|television > tv
    fridge|refrigerator > fridge
    okay|ok > ok
    hundred|a hundred > 100
    thousand|a thousand > 1000
  `),
};
